namespace Fusion.CodeFixes;

/// <summary>Which known name was meant by one that is not known.</summary>
internal static class Spelling
{
    /// <summary>The one name that is nearest; null where none is near, or several are equally near.</summary>
    public static string? Nearest(string written, IEnumerable<string> known)
    {
        var near = known.Distinct()
            .Select(name => (Name: name, Distance: Distance(written.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(candidate => candidate.Distance <= (written.Length < 4 ? 1 : 2) && candidate.Distance < candidate.Name.Length)
            .OrderBy(candidate => candidate.Distance)
            .ToList();
        return near.Count == 0 || (near.Count > 1 && near[1].Distance == near[0].Distance) ? null : near[0].Name;
    }

    /// <summary>The least number of letters to insert, remove, replace, or exchange with their neighbour.</summary>
    private static int Distance(string a, string b)
    {
        var steps = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    steps[i, j] = i + j;
                    continue;
                }

                int replaced = steps[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                steps[i, j] = Math.Min(replaced, 1 + Math.Min(steps[i - 1, j], steps[i, j - 1]));
                bool areExchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if (areExchanged) steps[i, j] = Math.Min(steps[i, j], 1 + steps[i - 2, j - 2]);
            }
        }

        return steps[a.Length, b.Length];
    }
}
