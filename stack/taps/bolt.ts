export { decoder, impostor } from './unread.ts';
