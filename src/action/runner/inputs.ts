import { InputFaults } from './faults.js';
import type { Core, Inputs, IntegerRule } from './types.js';

/** Reads the inputs of an action through the toolkit; see `Inputs`. */
export function readInputs(core: Pick<Core, 'getInput' | 'getBooleanInput'>): Inputs {
  const faults: string[] = [];
  const text = (name: string) => core.getInput(name);
  const fault = (name: string, advice: string) => {
    faults.push(`${name}: ${advice}`);
  };
  return {
    text,
    fault,
    flag(name, whenEmpty) {
      if (text(name) === '') return whenEmpty;
      try {
        return core.getBooleanInput(name);
      } catch {
        fault(name, 'write true or false.');
        return false;
      }
    },
    integer(name, rule) {
      const value = text(name);
      if (value === '') return rule.fallback;
      const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
      if (number >= rule.min && number <= rule.max) return number;
      fault(name, integerAdvice(rule));
      return rule.fallback;
    },
    list(name) {
      const entries = text(name).split(/[,\r\n]/);
      return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
    },
    choice(name, options) {
      const value = text(name);
      const chosen = value === '' ? options[0] : options.find((option) => option === value);
      if (chosen === undefined) fault(name, `write one of ${options.join(', ')}.`);
      return chosen ?? options[0];
    },
    check() {
      if (faults.length > 0) throw new InputFaults(faults);
    },
  };
}

function integerAdvice(rule: IntegerRule): string {
  const empty = rule.fallback === null ? ', or leave it empty' : '';
  return `write a whole number from ${rule.min} to ${rule.max}${empty}.`;
}
