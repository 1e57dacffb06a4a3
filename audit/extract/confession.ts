import type { Ir } from '../ir.ts';
import type { Extraction } from './context.ts';

/** Sentences by which authors say that the code is not real. Phrases that were measured to be harmless ("for now" alone, "note that") are not here. */
const confession = /^simplified\W*$|^placeholder\W*$|^placeholder\b[\s,:–-]+(until|as|since|because|implementation|handler|logic|data|values? (until|for now)|implement|replace|todo)\b|^add placeholder |\b(could|should) (be )?(measured?|tracked?|calculated?|computed?|quer(y|ied)) (the )?(actual|real)|\badd (your |the |actual |real )?[\w-]+ logic here|\b(in (a )?(real|actual)[- ](world|implementation|app|application|system|life|scenario|environment|code)?[^.]*(would|should|you('d)?|this|we|use|call|be|query|fetch|replace|persist)|in (a )?production([- ](world|implementation|app|application|system|scenario|environment|code|deployment|version))?[,:]? *(this |it |we |you |these |that |[\w-]+ )?(would\b|should\b|['’]d\b|needs? to\b|must\b|use\b|call\b|query\b|fetch\b|replace\b|persist\b|integrate\b|connect\b|load\b|store\b|read\b|send\b|save\b|implement\b)|would (normally|actually|need (a |the )?(real|actual|market|historical|previous|external|live|true)|require (a |the )?(real|actual|historical|external|live)|call|connect|query|fetch|use (a |the )?(real|external|actual)|be (replaced|fetched|implemented))|(?<=\b(this|it|we|you|that|system|service|implementation) )would (join|persist|send)\b|replace (this |it |these )?with (a |an |the |your )?(real|actual|proper|live|database|api)|placeholder (service|data|implementation|value(?!s? for\b)|logic|until|for)|(this is|as) an? (placeholder|mock|stub|simplified|dummy)|\byou('d| would) (implement|need|use|call|fetch|replace|integrate|query|load) |^[\s/*#]*(mock|fake|dummy|simulated|hard-?coded) ([\w-]+ ){0,3}(calculation|data|values?|results?|responses?|implementation|metrics?|figures?|trends?|growth|scores?|rates?|stats|statistics|history|records?|items|list|users?|prices?|insights?|analysis)\b|\((mock|mocked|simulated|fake|dummy|stub)\)|(simulated|synthetic|mock|fake|dummy|sample|demo) [\w-]+( data)? ?[-–:,(] ?(replace|swap|todo|until|to be)|(mock|fake|dummy|simulated|synthetic|hardcoded|hard-coded|stub(bed)?) (data|response|implementation|value|values|result|results|records?|for now|until)|simulat(e|es|ed|ing) (api|an? |the |a delay|network|processing|sending|payment|work|real|async|server|response|call|latency)|for (mvp|demo|demonstration)( purposes)?\b|not (yet )?(implemented|wired|connected|persisted|hooked)(?! as\b)|(?<!expected )to be implemented|todo:? (\w+ (the |an? )?(actual|real) |connect|call|wire|integrate|actually|real|(fetch|get|load|read|pull|query|take|derive) (this |it |them )?(from|real|actual)|(implement|use|add|make|send|create|persist|save|store|calculate|compute) (this |it )?(real|actual|the (real|actual)|from|to|in|properly))|pretend|stub(bed)? (out|for)|no real |not a real |temporary (mock|stub|hardcod)|coming soon|simplified (implementation|version|proof|check|calculation)|(would|should|will) (come|be (read|taken|loaded|queried|computed|calculated|fetched|retrieved|looked up|pulled)) from|\bshould (fetch|load|read|get|pull|query|take) (this |it |them )?from\b|\b(this|it) should be (the |an? )?(actual|real|current|logged[- ]in|authenticated|(\w+ ){0,2}\w+['’]s)\b|(call|implementation) (is )?pending|implementations? (are|is) being (updated|written)|for (the )?(hackathon|demo)\b|in-memory (store|storage)|replaced by (a )?(db|database|real))/i;

/** Talk about invented data that is refused, found or kept out, about what may become configurable, about documents. */
const innocent = /\bno (fake|mock|invented|dummy|made[- ]up) |\b(indicat|detect|reject|recogni[sz]|identif|filter|exclud|skip|prevent|avoid|forbid|never)\w* [^.]{0,40}\b(fake|mock|placeholder|dummy|real|simulat\w*)|\b(that|which) (is|are|was|were|has|have) (been )?not\b|not expected to be|could be (made )?(a )?config|auto[- ]?resolv|overwritten|\b(filled|set|updated|resolved) (in )?(below|later|at run ?time|automatically)|deliberate|intentional|by design|\b(adjust|tune|lower|raise|increase|sampl)\w*\b|not a real (password|secret|key|token|hash)|mirrors production|\b(for|in|by) (the )?(unit |integration |e2e )?tests?\b|test[- ]harness|\bno real \w+ (identity|meaning|value|reason|need|point|effect|difference|impact|cost|risk|benefit|limit)|\b(in|of) real (abuse|usage|traffic|life|users?|data)\b/i;

export function isConfession(text: string): boolean {
  return confession.test(text) && !innocent.test(text);
}

/** `Mock the result structure for test`: said of tests, and written where production runs. Only what is rich enough to be data counts then. */
export function isMockForTests(text: string): boolean {
  return /^(mock|fake|dummy|stub)(s|ed|ing)?\b/i.test(text) && /\b(for|in) (the )?(unit |integration )?tests?\b/i.test(text);
}

/** The first comment in or right above a node that admits that it is not real. */
export function confessionIn(of: Ir, into: Extraction): string | undefined {
  for (const each of into.file.comments) {
    if (each.at > of.end) return undefined;
    const inside = each.at >= of.at && each.end <= of.end;
    const before = each.end <= of.at && of.at - each.end < 200 && isBlankUntil(into.file.text, each.end, of.at);
    if ((inside || before) && isConfession(each.text)) return each.text.slice(0, 120);
  }
  return undefined;
}

/** Only white space and further comments may stand between the comment and what it is about. */
function isBlankUntil(text: string, from: number, to: number): boolean {
  return text.slice(from, to).replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\/|#[^\n]*/g, '').replace(/\b(export|default|async|const|let|function|public|private|static)\b|@\w+\([^)]*\)/g, '').trim() === '';
}
