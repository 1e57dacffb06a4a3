import { proveRule } from '../testing/prove.ts';
import rule from './mock-module-in-production.ts';

const data = 'export const rows = [1, 2];';

proveRule(rule, {
  fires: {
    'a mock module': { 'src/main.ts': "import { rows } from './lib/mock-data'; show(rows);", 'src/lib/mock-data.ts': data },
    'the same by another name': { 'src/main.ts': "import { rows } from './data/mockOrders'; show(rows);", 'src/data/mockOrders.ts': data },
    'faker': { 'src/main.ts': "import { faker } from '@faker-js/faker'; show(faker.person.fullName());" },
    'a fixture': { 'src/main.ts': "import { rows } from '../fixtures/orders'; show(rows);", 'fixtures/orders.ts': data },
    'Python': { 'app/main.py': 'from faker import Faker\nshow(Faker())\n' },
  },
  quiet: {
    'a tool whose product is mock servers': { 'package.json': '{"scripts":{"start":"node src/main.ts"}}', 'src/main.ts': "import { list } from './mock-server/mock-server.service'; list();", 'src/mock-server/mock-server.service.ts': 'export const list = () => prisma.mockServer.findMany();' },
    'types only': { 'src/main.ts': "import type { Row } from './lib/mock-data'; show();", 'src/lib/mock-data.ts': data },
    'the development build': { 'src/main.ts': "if (import.meta.env.DEV) { await import('./mocks/browser'); }", 'src/mocks/browser.ts': data },
    'a test': { 'src/a.test.ts': "import { rows } from './lib/mock-data';", 'src/lib/mock-data.ts': data },
    'a sampler': { 'src/main.ts': "import { take } from './openapi/sample'; take();", 'src/openapi/sample.ts': data },
    'a template': { 'src/main.ts': "import { page } from './templates/page'; page();", 'src/templates/page.ts': data },
    'a story': { 'src/P.stories.tsx': "import { rows } from './mock-data'; rows;", 'src/mock-data.ts': data },
    'a real module': { 'src/main.ts': "import { rows } from './lib/data'; show(rows);", 'src/lib/data.ts': data },
  },
});
