/** What a PDF of the collection consists of, from top to bottom. */
export type Block =
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'text'; readonly lines: readonly string[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'page-break' };

export interface Column {
  readonly title: string;
  /** In points; an A4 page has 475 of them between its margins. */
  readonly width: number;
  readonly right?: boolean;
}

export interface PdfSource {
  readonly file: string;
  readonly subject: string;
  readonly blocks: readonly Block[];
}
