import type { LiteralFact } from '../facts.ts';
import { inProduction, problemAt } from '../finding.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'machine-path',
  alias: 'H07',
  title: 'A path of one person’s machine is written in the code',
  category: 'Hardcoding',
  explain: {
    means: 'Production code reads or writes below the home folder of somebody in particular (`/home/alice/…`, `/Users/bob/…`, `C:\\Users\\…`).',
    why: 'It works on that machine. Elsewhere the file is not there, or an empty one is made and nobody notices.',
    fix: 'Take the path from the environment, or from the place of the program.',
    examples: [{ wrong: 'DATA = "/Users/bob/projects/desk/data.csv"', right: 'DATA = Path(__file__).parent / "data.csv"' }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => {
    const live = graph.standing(file.path) === 'live';
    return file.literals.filter((literal) => isFixed(literal) && !file.env.some((env) => env.default && env.line <= literal.line && env.endLine >= literal.line)).filter((literal, index, all) => all.findIndex((one) => ownerOf(one.text) === ownerOf(literal.text)) === index).map((literal) => problemAt({ file, span: literal, key: `${literal.into} ${literal.text}`, label: literal.into }, {
      what: `${literal.text} is a path of one machine${literal.into ? `, in ${literal.into}` : ''}.`, why: 'Elsewhere the file is not there, or an empty one is made.', fix: 'Take it from the environment, or from the place of the program.',
      severity: 'medium', confidence: live && sure(literal) ? 'likely' : 'possible',
    }, graph));
  }),
});

/** A path that is used, not one that is compared, searched for or told. */
function isFixed(literal: LiteralFact): boolean {
  return literal.what === 'path' && !literal.guard && isPersonal(literal.text) && literal.use !== 'comparison' && literal.use !== 'text' && !leadsInApp.test(literal.into) && !/(log|info|warn|error|debug|print|replace|replaceAll|startsWith|startswith|includes|re\.\w+|example|placeholder|help|description)$/i.test(literal.into);
}

/** Where the page of an application goes: `/home/recent/all` is its address. */
const leadsInApp = /(^|\.)(to|href|as|url|uri|link|route|pathname|redirect\w*|push|navigate\w*|goto|get|post|put|patch|delete|head|all|use|fetch|request)$/i;

/** Whose home it is. `/home/popular` with nothing below it is a page as likely as a folder, and is left alone. */
function ownerOf(text: string): string {
  return /^(?:\/home\/|\/Users\/|[A-Z]:\\Users\\)([\w.-]+)[\\/]+[^\\/\s]/.exec(text)?.[1] ?? '';
}

/** Somebody's home, not that of a user which images and platforms bring. */
function isPersonal(text: string): boolean {
  const owner = ownerOf(text);
  return owner !== '' && !/^(app|appuser|node|user|username|users?|ubuntu|ec2-user|runner|jovyan|site|vsts|circleci|gitpod|vscode|coder|vagrant|pi|git|www|www-data|deploy|admin|root|public|shared|default|you|me|your\w*|name|example|someone|sandbox|airflow|postgres|nonroot|linuxbrew|agent|worker|service|container|docker|builder|build|ci)$/i.test(owner);
}

/** The default of a parameter or of a variable may be another elsewhere; a fixed one is not. */
function sure(literal: LiteralFact): boolean {
  return literal.parameter !== true && literal.use !== 'default' && literal.use !== 'list';
}
