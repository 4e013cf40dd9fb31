using Fusion.Samples.Gallery;

namespace Fusion.Samples.Tests.Gallery;

/// <summary>Every system of the gallery against its formula in double precision.</summary>
public sealed class GalleryTests
{
    public static TheoryData<string> Names => [.. Exhibits.All.Select(exhibit => exhibit.Name)];

    [Theory, MemberData(nameof(Names))]
    public void What_comes_out_is_what_the_theory_says(string name)
    {
        var findings = new Findings();
        Exhibits.All.Single(exhibit => exhibit.Name == name).Show(findings);
        Assert.NotEmpty(findings.All);
        Assert.True(findings.All.All(finding => finding.Holds),
            string.Join('\n', findings.All.Select(finding => $"{finding.Holds}: {finding.Text}")));
        Assert.Empty(findings.Pictures);
    }

    [Fact]
    public void Every_system_stands_in_the_readme_with_its_theory()
    {
        string readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Documents", "Gallery.md"));
        foreach (Exhibit exhibit in Exhibits.All)
            Assert.Contains($"| [`{exhibit.Name}`](Systems/{exhibit.Show.Method.DeclaringType!.Name}.cs) | {exhibit.Theory} |", readme);
    }

    [Fact]
    public void Numbers_that_are_off_are_found()
    {
        var findings = new Findings();
        findings.Agree("a number", 1, 1.1, 0.05);
        findings.Agree("a number", 1, double.NaN, 0.05);
        findings.Agree("values", [1.0, 2.0], [1f, 2.001f], 1e-4);
        findings.Agree("values", [1.0, 2.0], [1f, float.NaN], 1e-4);
        findings.Agree("nothing", [0.0], [0f]);
        Assert.DoesNotContain(findings.All, finding => finding.Holds);
        findings.Agree("a number", 1, 1.04, 0.05);
        findings.Agree("values", [1.0, 2.0], [1f, 2.0001f], 1e-4);
        Assert.Equal(2, findings.All.Count(finding => finding.Holds));
        Assert.Throws<ArgumentException>(() => findings.Agree("values", [1.0, 2.0], [1f]));
    }
}
