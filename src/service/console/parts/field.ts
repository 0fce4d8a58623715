import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { html } from 'htm/preact';

type FieldProps = {
  readonly label: string;
  readonly name: string;
  readonly hint?: string;
  /** What is wrong with what was given. */
  readonly fault?: string | null;
};

type TextProps = FieldProps & {
  readonly type?: 'text' | 'email' | 'password' | 'number' | 'date' | 'tel';
  readonly value?: string | number;
  readonly required?: boolean;
  readonly autocomplete?: string;
  readonly min?: number | string;
  readonly max?: number;
  readonly minlength?: number;
  readonly maxlength?: number;
};

/** A field for a line of text. */
export function TextField(props: TextProps) {
  const { label, name, hint, fault = null, type = 'text', value, ...rest } = props;
  const id = useId();
  return framed(
    { id, label, hint, fault },
    html`<input
      id=${id}
      name=${name}
      type=${type}
      defaultValue=${value ?? ''}
      aria-invalid=${fault === null ? null : 'true'}
      aria-describedby=${describedBy(id, hint, fault)}
      ...${rest}
    />`,
  );
}

type SelectProps = FieldProps & {
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly onChange?: (value: string) => void;
};

/** A field for one of a few. */
export function SelectField({ label, name, hint, fault = null, value, options, onChange }: SelectProps) {
  const id = useId();
  const change = (event: Event) => onChange?.((event.currentTarget as HTMLSelectElement).value);
  return framed(
    { id, label, hint, fault },
    html`<select
      id=${id}
      name=${name}
      aria-invalid=${fault === null ? null : 'true'}
      aria-describedby=${describedBy(id, hint, fault)}
      onChange=${change}
    >
      ${options.map((option) => html`<option key=${option.value} value=${option.value} selected=${option.value === value}>${option.text}</option>`)}
    </select>`,
  );
}

type Frame = {
  readonly id: string;
  readonly label: string;
  readonly hint: string | undefined;
  readonly fault: string | null;
};

function framed({ id, label, hint, fault }: Frame, control: ComponentChildren) {
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${control} ${hint === undefined ? null : html`<p class="field-hint" id="${id}-hint">${hint}</p>`}
    ${fault === null ? null : html`<p class="field-fault" id="${id}-fault">${fault}</p>`}
  </div>`;
}

const describedBy = (id: string, hint: string | undefined, fault: string | null) =>
  [hint === undefined ? '' : `${id}-hint`, fault === null ? '' : `${id}-fault`].filter(Boolean).join(' ') ||
  null;
