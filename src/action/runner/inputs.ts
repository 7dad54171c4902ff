import { InputFaults } from './faults.js';
import type { Environment, Inputs, IntegerRule } from './types.js';

const TRUE = ['true', 'True', 'TRUE'];
const FALSE = ['false', 'False', 'FALSE'];

/** The variable that carries an input: the runner upper-cases the name and replaces spaces, but not hyphens. */
export function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

/** Reads the inputs of an action from its environment; see `Inputs`. */
export function readInputs(env: Environment): Inputs {
  const faults: string[] = [];
  const text = (name: string) => (env[inputVariable(name)] ?? '').trim();
  const fault = (name: string, advice: string) => {
    faults.push(`${name}: ${advice}`);
  };
  return {
    text,
    fault,
    flag(name, whenEmpty) {
      const value = text(name);
      if (value === '') return whenEmpty;
      if (!TRUE.includes(value) && !FALSE.includes(value)) fault(name, 'write true or false.');
      return TRUE.includes(value);
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
