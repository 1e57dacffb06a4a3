import { html } from '../../reports/html/markup.ts';
import { page } from './layout.ts';

export function problemPage(status: number, text: string, version: string): string {
  const title = status === 404 ? 'Not here' : status === 503 ? 'The history does not answer' : 'This did not work';
  return page({ title: `${title} · assay`, version, json: '/healthz', body: html`<h1>${title}</h1><p class="lead">${text}</p><p><a href="/">The runs</a></p>` });
}
