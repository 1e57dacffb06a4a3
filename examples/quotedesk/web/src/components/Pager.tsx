interface Props {
  readonly page: number;
  readonly pageSize: number;
  readonly total: number;
  readonly onPage: (page: number) => void;
}

export function Pager({ page, pageSize, total, onPage }: Props) {
  const last = Math.max(1, Math.ceil(total / pageSize));
  if (last === 1 && page === 1) return null;
  const first = (page - 1) * pageSize + 1;
  return (
    <nav className="pager" aria-label="Pages">
      <span>
        {page > last
          ? `There is no page ${page}; the last one is ${last}.`
          : `${first}–${Math.min(total, page * pageSize)} of ${total}`}
      </span>
      <button
        type="button"
        className="button button-small"
        disabled={page <= 1}
        onClick={() => onPage(Math.min(page - 1, last))}
      >
        Previous
      </button>
      <button
        type="button"
        className="button button-small"
        disabled={page >= last}
        onClick={() => onPage(page + 1)}
      >
        Next
      </button>
    </nav>
  );
}
