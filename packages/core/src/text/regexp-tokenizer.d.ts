/** The one tokenizer alone: the library's index would load those of 14 languages. */
declare module "natural/lib/natural/tokenizers/regexp_tokenizer.js" {
  export { RegexpTokenizer } from "natural/lib/natural/tokenizers/index.js";
}
