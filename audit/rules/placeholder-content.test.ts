import { page, proveRule, py } from '../testing/prove.ts';
import rule from './placeholder-content.ts';

proveRule(rule, {
  fires: {
    'a log that nobody keeps': py('def create(id):\n    return {"id": id, "logs_url": f"https://logs.example.com/deployment-{id}"}\n'),
    'a receipt of nobody': "export const pay = (id) => ({ receiptUrl: `https://receipts.example.com/${id}` });",
    'a returned link': "export function linkOf(id) { return `https://example.org/things/${id}`; }",
  },
  quiet: {
    'a fixed address': "export const docs = { url: 'https://example.com/docs' };",
    'a placeholder of a form': page("export const P = ({ id }) => <input placeholder={`https://example.com/${id}`} />;"),
    'an own domain': "export const linkOf = (id) => ({ url: `https://things.acme.org/${id}` });",
    'a base that is configured': "export const linkOf = (id) => ({ url: `${process.env.BASE_URL}/${id}` });",
    'an example of a schema': "export const schema = (id) => ({ example: `https://example.com/${id}` });",
    'a test': { 'src/a.test.ts': "export const linkOf = (id) => ({ url: `https://example.com/${id}` });" },
    'a comparison': "export const isExample = (u, id) => u === `https://example.com/${id}`;",
  },
});
