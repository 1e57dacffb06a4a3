/** Whether a column or property is an identifier by its name: `customer_id`, `userId`, `uuid`. */
export function isId(name: string): boolean {
  return /^(_?id|uuid|guid|ulid)$|[_-](id|ids|uuid|guid|ref|fk)$|[a-z](Id|Ids|Uuid|Guid|Ref|ID)$/.test(name) || / id$/i.test(name);
}
