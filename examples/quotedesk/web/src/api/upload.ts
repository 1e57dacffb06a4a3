import type { ClientOptions } from './client.ts';
import { errorFromAnswer, malformed, timedOut, unreachable } from './error.ts';
import { uploadedSchema } from './schemas.ts';

export interface Uploaded {
  readonly id: string;
  /** The API knew this very file already and gave the document that it had. */
  readonly known: boolean;
}

export interface UploadOptions extends ClientOptions {
  readonly file: File;
  readonly onProgress: (fraction: number) => void;
}

const TIMEOUT_MS = 120_000;

/** XMLHttpRequest, because fetch cannot tell how much of a body has been sent. */
export function upload(options: UploadOptions): Promise<Uploaded> {
  const request = new XMLHttpRequest();
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const token = options.token();
  return new Promise((resolve, reject) => {
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) options.onProgress(event.loaded / event.total);
    });
    request.addEventListener('error', () => reject(unreachable()));
    request.addEventListener('timeout', () => reject(timedOut(timeoutMs / 1000)));
    request.addEventListener('load', () => settle(request, token, options, resolve, reject));
    request.open('POST', `${options.baseUrl}/api/documents`);
    request.timeout = timeoutMs;
    request.setRequestHeader('accept', 'application/json, application/problem+json');
    if (token !== null) request.setRequestHeader('authorization', `Bearer ${token}`);
    const form = new FormData();
    form.append('file', options.file, options.file.name);
    request.send(form);
  });
}

function settle(
  request: XMLHttpRequest,
  token: string | null,
  options: UploadOptions,
  resolve: (uploaded: Uploaded) => void,
  reject: (error: Error) => void,
): void {
  const { status, statusText, responseText } = request;
  if (status !== 200 && status !== 202) {
    if (status === 401) options.onUnauthorized(token);
    reject(errorFromAnswer(status, statusText, responseText));
    return;
  }
  try {
    resolve({ id: uploadedSchema.parse(JSON.parse(responseText)).id, known: status === 200 });
  } catch (cause) {
    reject(malformed(status, '/api/documents', cause));
  }
}
