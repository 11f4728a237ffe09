import { useEffect, useState } from 'preact/hooks';

const narrow = '(max-width: 30rem)';

/** Whether the window is as narrow as a phone. */
export function useNarrow(): boolean {
  const [isNarrow, set] = useState(() => matchMedia(narrow).matches);
  useEffect(() => {
    const query = matchMedia(narrow);
    const follow = () => set(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return isNarrow;
}
