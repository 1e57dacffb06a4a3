export interface Customer {
  readonly name: string;
  readonly city: string | null;
}

export interface RequestedItem {
  /** What stands in the column for part numbers, when there is one. */
  readonly number: string | null;
  readonly description: string;
  readonly quantity: number | null;
  readonly unit: string | null;
}

export interface Request {
  readonly customer: Customer | undefined;
  readonly items: readonly RequestedItem[];
}
