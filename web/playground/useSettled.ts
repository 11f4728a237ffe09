import { useEffect, useState } from 'preact/hooks';

/** The text of a moment ago, which changes at most once in `ms` milliseconds: for those to whom it is read aloud. */
export function useSettled(text: string, ms = 4000): string {
  const [said, say] = useState(text);
  useEffect(() => {
    if (said === text) return;
    const timer = setTimeout(() => say(text), ms);
    return () => clearTimeout(timer);
    // Not `text`: each new text would begin the wait again, and nothing would be said while they come.
  }, [said === text, ms]);
  return said;
}
