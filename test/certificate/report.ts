import { z } from 'zod';
import { categories } from '../../core/types.ts';

const demand = z.object({
  category: z.enum(categories), state: z.enum(['pass', 'fail', 'unproven', 'not demanded']), reason: z.string(),
  examined: z.number(), findings: z.number(), notes: z.array(z.string()),
});
const check = z.object({
  id: z.string(), family: z.string(), category: z.enum(categories), status: z.string(),
  examined: z.number().optional(), unit: z.string().optional(), note: z.string().optional(), reason: z.string().optional(),
  unproven: z.array(z.string()).readonly().optional(), evidence: z.array(z.string()).readonly().optional(),
});
const finding = z.object({
  number: z.number(), check: z.string(), key: z.string().optional(), subject: z.string().optional(), category: z.enum(categories), severity: z.string(), confidence: z.string(), what: z.string(),
  expected: z.string().optional(), found: z.string().optional(), location: z.object({ uri: z.string(), line: z.number().optional() }).optional(),
});

/** What the certificate needs of the JSON report that `assay gate --json` prints. */
export const gateReport = z.object({
  run: z.string(), startedAt: z.string(), verdict: z.enum(['pass', 'fail', 'inconclusive']), reason: z.string(), durationMs: z.number(),
  readiness: z.array(demand), checks: z.array(check), findings: z.array(finding),
  faults: z.array(z.object({ code: z.string(), what: z.string() })),
});

export type GateReport = z.output<typeof gateReport>;
export type Demand = z.output<typeof demand>;
export type Finding = z.output<typeof finding>;
