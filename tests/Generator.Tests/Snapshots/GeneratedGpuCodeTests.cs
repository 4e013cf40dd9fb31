using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Snapshots;

/// <summary>
/// The kernels for GPUs of the networks of <see cref="GeneratedCodeTests"/>, and of a network's members what this target adds. After a
/// wanted change: <c>VERIFY_ACCEPT=1 dotnet test tests/Generator.Tests --filter Snapshots</c>.
/// </summary>
public class GeneratedGpuCodeTests
{
    [Fact]
    public Task Residual() => VerifyKernels(SmallNetworks.Residual, nameof(Residual));

    [Fact]
    public Task SqueezeExcite() => VerifyKernels(SmallNetworks.SqueezeExcite, nameof(SqueezeExcite));

    [Fact]
    public Task InvertedResidual() => VerifyKernels(SmallNetworks.InvertedResidual, nameof(InvertedResidual));

    [Fact]
    public Task Siblings() => VerifyKernels(SmallNetworks.Siblings, nameof(Siblings));

    /// <summary>What users call: with one size and two inputs, and with two sizes.</summary>
    [Fact]
    public Task Members()
    {
        const string Networks = """
            [FusedNetwork]
            partial class Two { Tensor Forward([Shape(4, 4, 8)] Tensor left, [Shape(4, 4, 8)] Tensor right) => left + right; }
            [FusedNetwork(4, 4, 3), FusedNetwork(8, 8, 3)] partial class Sizes { Tensor Forward(Tensor image) => GlobalAveragePool(image); }
            """;
        var members = Project.Members(Project.Generate(GpuProject.Compile(Networks)).Result)
            .Select(tree => Added(tree.ToString().Split('\n')));
        return Verifier.Verify(string.Join("\n", members), "cs");
    }

    private static string Added(string[] lines)
    {
        int first = Array.FindIndex(lines, line => line.Contains("LoadGpu(")), last = Array.FindIndex(lines, first, line => line == "}");
        return string.Join("\n", lines[first..last]);
    }

    private static Task VerifyKernels(string source, string method) => Verifier.Verify(
        string.Join("\n", Project.GpuFiles(Project.Generate(GpuProject.Compile(source)).Result)), "cs", method: method);
}
