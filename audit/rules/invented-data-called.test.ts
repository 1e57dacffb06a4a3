import { proveRule, py } from '../testing/prove.ts';
import rule from './invented-data-called.ts';

const quote = 'def get_mock_quote(symbol):\n    return {"symbol": symbol, "price": 178.5}\n';

proveRule(rule, {
  byName: ['a method that makes it up'],
  fires: {
    'an answer that another module makes up': py('from quotes import get_mock_quote\ndef quote(symbol):\n    rows = db.query(symbol)\n    return rows or get_mock_quote(symbol)\n'),
    'a method that makes it up': py('class Feed:\n    def start(self):\n        self._make_mock_rows()\n        return db.query("rows")\n    def _make_mock_rows(self):\n        self.rows = [{"symbol": "A", "price": 178.5}]\n'),
    'TypeScript': { 'src/main.ts': "import { rows, getMockRows } from './db'; export async function list() { const found = await rows(); return found.length > 0 ? found : getMockRows(); }" },
  },
  quiet: {
    'a branch for development': py(`${quote}def read(symbol):\n    if settings.ENVIRONMENT == "development":\n        return get_mock_quote(symbol)\n    return db.query(symbol)\n`.replace('return {"symbol": symbol, "price": 178.5}', 'return http.get(symbol)')),
    'nobody calls it': py(quote),
    'a sampler': py('def rows(frame):\n    return frame.sample(10)\n'),
    'a rate': py('def rate(audio):\n    return audio.get_sample_rate()\n'),
    'a module of a demo': { 'app/demo/main.py': `${quote}def read(symbol):\n    return get_mock_quote(symbol)\n` },
    'a placeholder of a form': "export const f = () => g(getPlaceholderText());",
  },
});
