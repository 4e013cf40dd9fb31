using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Generated;

/// <summary>Features are taps, whose channels are last in either layout: an alignment that stands alone does not depend on it.</summary>
public class AlignmentLayoutTests
{
    [Fact]
    public async Task An_alignment_of_networks_with_channels_first_is_the_same()
    {
        Assert.Empty(await Project.DiagnoseAsync(Project.Compile(Source(", Layout = Layout.Nchw"))));
        string last = Alignment(""), first = Alignment(", Layout = Layout.Nchw");
        Assert.Contains("class Alone", last);
        Assert.Equal(last, first);
    }

    private static string Alignment(string layout) => string.Join("\n", Project.Generate(Project.Compile(Source(layout))).Result
        .GeneratedTrees.Where(tree => Path.GetFileName(tree.FilePath).StartsWith("Alone", StringComparison.Ordinal))
        .OrderBy(tree => tree.FilePath, StringComparer.Ordinal));

    private static string Source(string layout) => $$"""
        using Fusion.Training;
        [FusedNetwork(8, 8, 3{{layout}})]
        public partial class Student { [Conv(4, 3), Relu, Tap] Layer stage; [GlobalAveragePool, Linear(3)] Layer head; }
        [FusedNetwork(8, 8, 3{{layout}})]
        public partial class Teacher { [Conv(6, 3), Relu, Tap] Layer stage; [GlobalAveragePool, Linear(3)] Layer head; }
        [DistillationAlignment(typeof(Student), nameof(Student.Stage), typeof(Teacher), nameof(Teacher.Stage), Batch = 4), Adam]
        public partial class Alone;
        """;
}
