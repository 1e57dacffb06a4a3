import { chain, walk, type Ir } from '../ir.ts';

/** Most claims of one function. */
const limit = 6;
const done = /\b(sent|saved|created|updated|deleted|removed|uploaded|submitted|published|scheduled|queued|deployed|synced|processed|completed?|success(ful(ly)?)?|paid|charged|refunded|approved|verified|invited|exported|imported|delivered|subscribed|confirmed|recorded|stored|logged out)\b/i;
const not = /\b(not|fail|error|could|cannot|can't|unable|no )\b/i;

/** What a function says that it did: a notice or log line with a word of success, or a state such as `setSubmitted(true)`. */
export function claimsIn(fn: Ir): readonly string[] {
  const found: string[] = [];
  walk(fn, (each) => {
    if (each.k !== 'call' || found.length >= limit) return;
    const callee = chain(each.kids[0]);
    const first = each.kids[1];
    if (/^set(Is|\w*(?<=[a-z]))?(Submitted|Sent|Saved|Success|Done|Complete[d]?|Uploaded|Subscribed|Confirmed|Paid|Verified|Approved|Rejected|Published|Cancelled|Deleted|Invited|Scheduled|Booked|Ordered|Accepted|Declined|Archived)$/.test(callee) && first?.k === 'const' && first.v === 'true') found.push(callee);
    const options = each.kids.slice(1).find((kid) => kid.k === 'obj' && kid.kids.some((pair) => /^(type|variant|severity|status|kind)$/.test(pair.v) && pair.kids[0]?.k === 'str' && pair.kids[0].v === 'success'));
    if (options && callee !== '' && !/(^|\.)(json|send|log|info)$/.test(callee)) found.push(`${callee}: success`);
    const text = [first, each.kids[2]].map((kid) => (kid?.k === 'str' ? kid.v : kid?.k === 'tpl' ? kid.kids.map((part) => (part.k === 'str' ? part.v : '')).join(' ') : '')).join(' ').trim();
    if (/^(set(Notice|Message|Info|Banner|Alert|Flash|Success|Status|Feedback|Confirmation)|replace|show(Notice|Message|Success)|toast|message|notification|alert|notify|Swal|enqueueSnackbar|showToast|flash)(\.(success|fire|show|open|info))?$|\.(toast|success)$/.test(callee) && (/success/.test(callee) || (done.test(text) && !not.test(text)))) found.push(`${callee}: ${text.slice(0, 60)}`);
  });
  return found;
}
