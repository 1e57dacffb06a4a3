import { effectsOf, targetOf } from '../effects.ts';
import type { FailureFact, FileFacts, FunctionFact, SourceTree, Span } from '../facts.ts';
import type { Graph } from '../graph.ts';
import { harmlessReason, isolating } from './reasons.ts';

/** Functions whose failure is their answer: is it valid, does it exist, can it be parsed, who is this. */
const probe = /^(is|has|can|should|check|exists?|does|try|safe|maybe|parse|decode|decrypt|verify|validate|test|probe|detect|ping|supports|looks|matches|authenticate|authorize|getToken|extractToken|getSession|currentUser|getCurrentUser|getUserFrom\w*|getAuth\w*|verifyToken|deserialize|resolve(Path|Module)?|guess|sniff|format|render|normali[sz]e|sanitize|escape|to[A-Z]|compare|peek)([A-Z_]|$)|(^|_)(is|has|can|parse|decode|verify|validate|check|exists?)_|(Exists|Available|Valid|OrNull|IfExists|Safe|Safely|_or_none|_safe|_exists|_or_default|OrDefault)$/;
/** Functions whose failure harms nobody, by how they start or what they are about. */
const harmlessName = /^_*(log|track|audit|cache|prefetch|preload|warm|beacon|ensure|register|copy|share|play)([A-Z_]|$)|[cC]ached?([A-Z_]|$)|^_*(send|report|push|emit|record)_?(telemetry|analytics|metrics?|event)|clipboard|localStorage|theme|scroll|fullscreen|focus|vibrate|auto_?complet|typeahead|suggest/;
const harmlessCall = /(^|[._])(cache|\w*Cache|_?cache_\w+|telemetry|analytics|track|prefetch|preload|beacon|sendBeacon|clipboard|copy\w*Clipboard|\w*LocalStorage|localStorage|sessionStorage|[sS]torage\.(get|set|remove)Item)([._(]|$)|^(navigator|document|window|chrome|browser)\./;
const parsing = /^(JSON\.parse|new URL|URL|parse\w*|decode\w*|atob|Buffer\.from|new RegExp|jwt\.\w+|jwtVerify|verify\w*|decrypt\w*|\w*\.(parse|safeParse|decode|verify|json|text|loads|strptime|fromisoformat)|json\.loads?|BeautifulSoup|(bs4|lxml|etree)\.\w+|\w*\.(find_all|select_one|get_text|xpath|cssselect|findall|model_validate|build_absolute_uri)|Image\.open|(self\.)?_?find_?source|inspect\.\w+|int|float|Decimal|Number|import|dynamicImport(\(\)\.\w+)?|require\w*|require\.resolve|compare\w*|bcrypt\.\w+|new Intl\.\w+|yaml\.\w+|toml\.\w+|new Date|localStorage\.\w+|sessionStorage\.\w+|window\.localStorage\.\w+|document\.\w+|navigator\.\w+)$/;

/** The author wrote beside the handler why the loss does not matter: a reader may judge it, a gate must not. */
export function isReasoned(failure: FailureFact): boolean {
  return failure.comment !== undefined && (harmlessReason.test(failure.comment) || isolating.test(failure.comment));
}

/** The reason says that nothing is lost, not only that nothing else may break. */
export function isHarmlessByReason(failure: FailureFact): boolean {
  return failure.comment !== undefined && harmlessReason.test(failure.comment);
}

/** Does the handler tell somebody: it throws on, ends the program, shows an error, writes the failure down, tries again. Logging alone is not telling. */
export function ownsUp(failure: FailureFact): boolean {
  return failure.does.some((deed) => deed === 'throws' || deed === 'rethrows' || deed === 'exits' || deed === 'error-state' || deed === 'reports' || deed === 'retries' || deed === 'counts' || deed === 'redirects');
}

/** An answer with an error status, a throw that comes right after, or a place that is not production. */
export function ends(failure: FailureFact): boolean {
  return failure.guard === 'development' || failure.refused === true || (failure.status !== undefined && failure.status >= 300);
}

/** The failure is the answer: the function asks a question, or only parses, or its loss is harmless. */
export function isProbe(failure: FailureFact, file: FileFacts): boolean {
  const name = nameAround(failure, file);
  const last = name.slice(name.lastIndexOf('.') + 1);
  // Where a check goes on with nothing, the failure is not what it answers.
  const goesOn = failure.form === 'status' && failure.outcome === 'assigned' && failure.does.length === 0;
  if ((probe.test(last) && !goesOn) || harmlessName.test(last)) return true;
  if (/(^|\/)(auto_?complet\w*|typeahead|suggest\w*)\.\w+$/i.test(file.path)) return true;
  const calls = failure.of.filter((each) => each !== '');
  return calls.length > 0 && calls.every((each) => parsing.test(each) || harmlessCall.test(each));
}

export function nameAround(failure: { readonly fn: number }, file: FileFacts): string {
  return file.functions[failure.fn]?.name ?? '';
}

/** What only keeps a copy of what is kept elsewhere: a cache, by the file or the class that it stands in. */
export function keepsCopies(failure: FailureFact, file: FileFacts): boolean {
  return /(^|[_.-])caches?([_.-]|$)|caching|[cC]ache/.test(`${file.path.split('/').slice(-2).join('/')} ${file.functions[failure.fn]?.owner ?? ''}`);
}

const expected = /(^|\.)(KeyError|ValueError|TypeError|IndexError|JSONDecodeError|FileNotFoundError|ImportError|ModuleNotFoundError|AttributeError|StopIteration|StopAsyncIteration|CancelledError|KeyboardInterrupt|GeneratorExit|UnicodeDecodeError|UnicodeError|ValidationError|DoesNotExist|\w*DoesNotExist|NoResultFound|\w*NotFound(Error)?|NoSuch\w*|(\w*AlreadyExists|Already)\w*|\w*Duplicate\w*|IntegrityError|UniqueViolation\w*|Skip\w*|No[A-Z]\w*|Not[A-Z]\w*|PyJWTError|JWTError|InvalidTokenError|ExpiredSignatureError|\w*TokenError|InvalidOperation|ZeroDivisionError|ParserError|UnidentifiedImageError|LookupError|QueueEmpty|Empty|BadSignature|SignatureExpired|ObjectDoesNotExist|MultipleResultsFound|NotImplementedError|RuntimeError|SyntaxError|FileExistsError|ProcessLookupError|WebSocketDisconnect|BinasciiError|binascii\.Error|InvalidHeader|ParseError|YAMLError|\w*DecodeError|ArithmeticError|OverflowError|NameError)$/;

/** Only exceptions that say what is expected (nothing there, not parsable, cancelled) are caught: the answer narrows, it does not hide. */
export function isExpected(failure: FailureFact): boolean {
  return failure.types !== undefined && failure.types.length > 0 && failure.types.every((each) => expected.test(each));
}

/** What stands in no function calls as one without a name would. */
const atModule: FunctionFact = { name: '', line: 0, endLine: 0, params: [], effects: [], calls: [] };

/** Whether a failure may come from outside the process, with what the failing calls do in turn. */
export function reachesOut(failure: FailureFact, file: FileFacts, tree: SourceTree, graph: Graph): FailureFact['io'] {
  if (failure.io !== 'unknown') return failure.io;
  const from = file.functions[failure.fn] ?? atModule;
  for (const callee of failure.of) {
    const target = targetOf(callee, from, file, graph);
    if (!target) continue;
    const effects = effectsOf(target.fn, target.file, tree, graph);
    if (effects.has('store') || effects.has('read') || effects.has('network') || effects.has('file') || effects.has('process')) return 'yes';
  }
  return failure.io;
}

/** A test that nobody answers, in a function whose handler drops failures as well: one place tells both. */
export function saidAround(failure: FailureFact, file: FileFacts): boolean {
  return failure.form === 'status' && failure.does.length === 0 && (failure.outcome === 'state' || failure.outcome === 'assigned')
    && file.failures.some((each) => each.fn === failure.fn && (each.form === 'catch' || each.form === 'promise') && each.outcome === failure.outcome && !ownsUp(each) && !ends(each));
}

/** The answer itself, to the end of the handler that gives it. */
export function placeOf(failure: FailureFact): Span {
  return { line: failure.at ?? failure.line, endLine: Math.max(failure.at ?? failure.line, failure.endLine) };
}
