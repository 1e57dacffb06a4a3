import { defineScenario } from 'assay';

export default defineScenario({
  id: 'slow-push',
  title: 'Asks for the page again and again',
  target: (ports) => ({ origin: ports.stack.origin('web') ?? '', targets: [{ name: 'GET /', method: 'GET', path: '/', headers: {} }] }),
});
