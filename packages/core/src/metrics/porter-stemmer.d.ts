/** The stemmer alone: the library's index would load those of 16 languages. */
declare module "natural/lib/natural/stemmers/porter_stemmer.js" {
  const PorterStemmer: import("natural/lib/natural/stemmers/index.js").Stemmer;
  export default PorterStemmer;
}
