/** What is used of jsfive, which comes without types. */
declare module "jsfive" {
  export class Group {
    /** Names of its groups and datasets. */
    readonly keys: readonly string[];
    get(name: string): Group | Dataset;
  }

  export class Dataset {
    readonly shape: readonly number[];
    /** NumPy's name, such as `<f4`. */
    readonly dtype: unknown;
    readonly value: readonly number[];
  }

  export class File extends Group {
    constructor(bytes: ArrayBuffer, name?: string);
  }
}
