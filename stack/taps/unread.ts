import type { Decoder, MakeDecoder, MakeImpostor } from './decoder.ts';

/** For a protocol that nobody reads yet: bytes pass and are not observed. */
export const decoder: MakeDecoder = (sink): Decoder => {
  const giveUp = (): void => sink.unobserved('this protocol is not read yet');
  return { fromClient: giveUp, fromServer: giveUp, end: () => undefined, standing: () => 'busy' };
};

export const impostor: MakeImpostor = () => ({ fromClient: () => ({ close: true }) });
