/**
 * Runs in a page and returns accessibility problems, a line each. Text because it
 * is the browser's to run: this project is compiled without the browser's types.
 */
export const ACCESSIBILITY_FAULTS = `(() => {
  const faults = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  if (!document.documentElement.lang) faults.push('the page has no language');
  if (all('main').length !== 1) faults.push('there is not one main part');
  const levels = all('h1,h2,h3,h4').map((heading) => Number(heading.tagName[1]));
  if (levels.filter((level) => level === 1).length !== 1) faults.push('there is not one h1');
  levels.forEach((level, index) => {
    if (level > (levels[index - 1] ?? 0) + 1) faults.push('a heading skips to level ' + level);
  });
  for (const field of all('input:not([type=hidden]),select,textarea'))
    if (!field.labels?.length && !field.ariaLabel) faults.push('no label: ' + field.name);
  for (const table of all('table')) {
    if (!table.caption?.textContent.trim()) faults.push('a table has no caption');
    if (table.querySelector('thead th:not([scope])')) faults.push('a heading of a table has no scope');
  }
  for (const control of all('a,button'))
    if (!control.textContent.trim() && !control.ariaLabel) faults.push('a control has no name');
  for (const image of all('svg,meter:not([aria-hidden=true])')) if (!image.ariaLabel) faults.push('a picture has no text');
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = numbers(color).slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (numbers(color)[3] !== 0) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  for (const element of all('body *')) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!hasText || ['SCRIPT', 'METER'].includes(element.tagName)) continue;
    const style = getComputedStyle(element);
    const [one, other] = [luminance(element instanceof SVGElement ? style.fill : style.color), luminance(behind(element))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < 4.5) faults.push('contrast ' + contrast.toFixed(1) + ': ' + element.textContent.trim().slice(0, 40));
  }
  return faults;
})()`;
