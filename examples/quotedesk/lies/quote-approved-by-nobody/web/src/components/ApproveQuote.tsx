import { useState } from 'react';

export function ApproveQuote() {
  const [approved, setApproved] = useState(false);
  const handleApprove = () => {
    setApproved(true);
  };
  return approved ? (
    <span className="text-good" role="status">
      Approved
    </span>
  ) : (
    <button type="button" className="button button-primary" onClick={handleApprove}>
      Approve
    </button>
  );
}
