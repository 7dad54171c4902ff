/** Names without a place to break, as long as GitHub lets them be or longer. */
export const LONGEST_NAMES = {
  repository: `${'o'.repeat(39)}/${'r'.repeat(100)}`,
  workflow: 'w'.repeat(200),
  job: 'j'.repeat(200),
};

/** The browsers of the tests. */
export const LOOKS = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['medium', { viewport: { width: 768, height: 900 } }],
  ['narrow', { viewport: { width: 360, height: 740 } }],
] as const;

/** Parts of the page that need horizontal scrolling. */
export const HIDDEN_SIDEWAYS = `[...document.querySelectorAll('html,body *:not(svg *)')]
  .filter((part) => part.tagName !== 'THEAD' && !part.closest('thead') && !part.classList.contains('skip'))
  .filter((part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0
    || part.getBoundingClientRect().right > innerWidth + 1)
  .map((part) => part.tagName + ' ' + part.textContent.slice(0, 40))`;
