/** Whether a column or property is an identifier by its name: `customer_id`, `userId`, `uuid`. */
export function isId(name: string): boolean {
  return /^(_?id|uuid|guid|ulid)$|[_-](id|ids|uuid|guid|ref|fk)$|[a-z](Id|Ids|Uuid|Guid|Ref|ID)$/.test(name) || / id$/i.test(name);
}

/** Whether it proves who somebody is; what stands in it never changes. */
export function isPassword(name: string): boolean {
  return /(^|_)(password|passwd|passphrase|passcode|pwd|pw|pass)(_?(hash|hashed|digest|salt|crypt|encrypted|enc))?$/i.test(name) || /(password|passwd|pwd)(Hash|Digest|Salt)?$|^(encrypted|hashed|crypted)_?password$/i.test(name);
}

/** Whether it is a secret of another kind: a token, a key, a salt. */
export function isSecret(name: string): boolean {
  return /(^|_)(secret|salt|token|api_?key|private_?key|otp|totp|signature|csrf|nonce|challenge|recovery_?codes?)(_|$)|(Secret|Token|ApiKey|PrivateKey)$/i.test(name);
}

/** Whether somebody signs in with it, where those are kept who may. */
export function isLogin(name: string): boolean {
  return /^(e_?mail(_?address)?|login(_?name)?|user_?name|handle|phone(_?number)?|provider|subject|sub)$/i.test(name);
}
