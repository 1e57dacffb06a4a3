/** Success as HTTP has it (RFC 9110, 15.3): 200 to 299. No answer is the status 0. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}
