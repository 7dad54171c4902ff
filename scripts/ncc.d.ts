/** The part of the bundler's interface that `bundle.ts` uses; the package brings no types. */
declare module '@vercel/ncc' {
  type Options = {
    cache: false;
    quiet: boolean;
    minify: boolean;
    esm: boolean;
    sourceMap: boolean;
    target: string;
  };
  type Built = { code: string; assets: { [name: string]: { source: string | Buffer } } };
  export default function ncc(entry: string, options: Options): Promise<Built>;
}
