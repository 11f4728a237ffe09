import { useEffect, useRef, useState } from 'preact/hooks';

/** The text of a moment ago, which changes at most once in `ms` milliseconds: for those to whom it is read aloud. */
export function useSettled(text: string, ms = 4000): string {
  const [said, say] = useState(text);
  const newest = useRef(text);
  newest.current = text;
  useEffect(() => {
    if (said === newest.current) return;
    const timer = setTimeout(() => say(newest.current), ms);
    return () => clearTimeout(timer);
    // Not `text`: each new text would begin the wait again, and nothing would be said while they come.
  }, [said, said === text, ms]);
  return said;
}
