import type { Json } from '../../core/types.ts';

export type Document = { readonly [key: string]: Json };
export type Condition = 'service_started' | 'service_healthy' | 'service_completed_successfully';

/** The platform's compose file, normalised: what the drivers need of it, with every variable replaced. */
export interface Model {
  /** Absolute path of the file. */
  readonly file: string;
  readonly services: Readonly<Record<string, ServiceModel>>;
  /** The whole document in Compose's long form, dollars escaped as Compose writes them; the compose driver derives its own from it. */
  readonly document: Document;
  /** Who normalised it. */
  readonly by: 'compose' | 'assay';
}

export interface ServiceModel {
  readonly name: string;
  readonly image: string | undefined;
  readonly build: BuildModel | undefined;
  readonly command: readonly string[] | undefined;
  readonly entrypoint: readonly string[] | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly ports: readonly PortModel[];
  readonly volumes: readonly VolumeModel[];
  readonly dependsOn: Readonly<Record<string, Condition>>;
  readonly healthcheck: readonly string[] | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly restart: string | undefined;
  readonly profiles: readonly string[];
}
export interface BuildModel {
  /** Absolute folder. */
  readonly context: string;
  readonly dockerfile: string | undefined;
  readonly target: string | undefined;
  readonly args: Readonly<Record<string, string>>;
}
export interface PortModel {
  readonly target: number;
  readonly published: number | undefined;
  readonly protocol: 'tcp' | 'udp';
}
export interface VolumeModel {
  readonly type: string;
  /** Absolute path of a bind mount, name of a volume; empty for an anonymous one. */
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}
