import { page, proveRule } from '../testing/prove.ts';
import rule from './dead-affordance.ts';

proveRule(rule, {
  fires: {
    'an empty handler': page('export function P() { return <Button onClick={() => {}}>Share results</Button>; }'),
    'a line in the log': page("export function P() { return <button onClick={() => console.log('pause')}><Icon /> Pause</button>; }"),
    'a handler with only a note': page('export function P() { return <DropdownMenuItem onSelect={() => { /* TODO */ }}>Export CSV</DropdownMenuItem>; }'),
    'a named handler': page("export function P() { const handleExport = () => { console.log('export'); }; return <div><Button onClick={handleExport}>Export</Button></div>; }"),
    'a label for those who cannot see': page('export function P() { return <IconButton aria-label="Delete" onClick={() => undefined} />; }'),
  },
  quiet: {
    'a handler that does something': page('export function P({ share }) { return <Button onClick={() => share.mutate(1)}>Share results</Button>; }'),
    'a disabled button': page('export function P() { return <Button disabled onClick={() => {}}>Share results</Button>; }'),
    'a submit button of a form': page('export function P() { return <form onSubmit={save}><button type="submit" onClick={() => {}}>Save</button></form>; }'),
    'a click kept from what is around it': page('export function P() { return <a onClick={(e) => { e.stopPropagation(); }}>Details</a>; }'),
    'a change beside a value that is controlled': page('export function P() { return <input value="x" onChange={() => {}} />; }'),
    'a default that a provider overrides': page('export const Saving = createContext({ save: () => {} });'),
    'a handler that is handed in': page('export function P({ onShare }) { return <Button onClick={onShare}>Share</Button>; }'),
    'a part that says nothing': page('export function P() { return <Button onClick={() => {}} />; }'),
    'something else that can be done with it': page('export function P({ drag }) { return <Button onClick={() => {}} onMouseDown={drag}>Move</Button>; }'),
    'a place that shows how things look': { 'src/showcase/Page.tsx': 'export function P() { return <Button onClick={() => {}}>Share</Button>; }' },
  },
});
