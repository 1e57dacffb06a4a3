/** Functions whose name promises that something gets out. */
export const sending = /^_*(send|deliver|notify|publish|charge|pay|refund|transfer|dispatch|upload)([A-Z_]|$)/;
