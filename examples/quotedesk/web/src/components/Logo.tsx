export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" />
      <path className="logo-sheet" d="M9 8h14v16l-4-2.5-3 2.5-3-2.5L9 24z" />
      <path className="logo-lines" d="M12.5 13h7M12.5 17h4.5" />
    </svg>
  );
}
