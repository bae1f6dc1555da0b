package io.tocsin.privacy;

/** What becomes of a column that may hold something about a person. */
enum Treatment {
  /** Holds the id of a person, or of a program: a person gets a pseudonym. */
  PERSON,
  /** Holds recipients as a policy writes them; those that are persons get a pseudonym. */
  RECIPIENTS,
  /** Holds words, of people or ours: known names become pseudonyms, addresses go. */
  WORDS,
  /** Holds what was meant for one person, or leads to them: it goes. */
  ERASED,
  /** Holds nothing about a person. */
  KEPT
}
