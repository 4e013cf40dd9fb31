namespace Fusion.Samples.Gallery;

/// <summary>Shows one system, all, or their names.</summary>
internal static class Tour
{
    /// <returns>0, or 1 where something came out otherwise than the theory says.</returns>
    public static int Run(string name, string pictures)
    {
        if (name == "")
        {
            int width = Exhibits.All.Max(exhibit => exhibit.Name.Length) + 3;
            foreach (Exhibit exhibit in Exhibits.All) Console.WriteLine($"  {exhibit.Name.PadRight(width)}{exhibit.Sentence}");
            Console.WriteLine("\nThe name of one, or all, shows it: dotnet run -c Release --project samples/Gallery -- all");
            return 0;
        }
        Exhibit[] chosen = [.. Exhibits.All.Where(exhibit => name is "all" || exhibit.Name == name)];
        if (chosen.Length == 0)
            throw new UserException(
                $"There is no system '{name}'. There are {string.Join(", ", Exhibits.All.Select(exhibit => exhibit.Name))}; or all.");
        return chosen.Select(exhibit => Show(exhibit, pictures)).ToArray().All(holds => holds) ? 0 : 1;
    }

    private static bool Show(Exhibit exhibit, string pictures)
    {
        Console.WriteLine($"{exhibit.Name}: {exhibit.Sentence}");
        Console.WriteLine($"  theory: {exhibit.Theory}");
        var findings = new Findings(Path.Combine(pictures, exhibit.Name));
        exhibit.Show(findings);
        foreach (Finding finding in findings.All) Console.WriteLine($"  {(finding.Holds ? "✓" : "✗")} {finding.Text}");
        foreach (string picture in findings.Pictures) Console.WriteLine($"  picture: {picture}");
        Console.WriteLine();
        return findings.All.All(finding => finding.Holds);
    }
}
