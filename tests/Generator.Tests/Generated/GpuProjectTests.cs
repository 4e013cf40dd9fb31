using Fusion.Generator.Tests.Snapshots;
using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fusion.Generator.Tests.Generated;

/// <summary>Projects that reference <c>Fusion.Gpu</c> have kernels for GPUs, which compile without a warning wherever the user's class
/// does; others have none.</summary>
public class GpuProjectTests
{
    private const string Use = """
        static class User
        {
            static async System.Threading.Tasks.Task Main()
            {
                using var device = Fusion.Gpu.GpuDevice.Best();
                using Net.Gpu network = Net.LoadGpu(device, "weights.safetensors", new Fusion.Gpu.GpuOptions { Batch = 2 });
                using Net.Gpu other = Net.LoadGpu(device, StateDict.Load("weights.safetensors"));
                float[] input = new float[1], output = new float[1];
                network.Run(input, output);
                await network.RunAsync(input, output);
                using Fusion.Gpu.GpuBuffer onInput = device.Allocate(1), onOutput = device.Allocate(1);
                other.Run(onInput, onOutput);
            }
        }
        """;

    private const string UseOfSizes = """
        static class User
        {
            static async System.Threading.Tasks.Task Use(Net.Gpu network, float[] data, Fusion.Gpu.GpuBuffer buffer)
            {
                network.Run(data, data);
                network.At(4, 4, 3).Run(data, data);
                network.At(8, 8, 3).Run(buffer, buffer);
                await network.At(8, 8, 3).RunAsync(data, data);
            }
        }
        """;

    public static TheoryData<string> Networks => new(
        SmallNetworks.Residual, SmallNetworks.SqueezeExcite, SmallNetworks.InvertedResidual, SmallNetworks.Siblings, SmallNetworks.Taps,
        SmallNetworks.NarrowWeights, SmallNetworks.TrainedBlock, Declarations.Residual, Declarations.ValidBranches, Declarations.Sizes,
        Declarations.Language,
        "[FusedNetwork(4)] partial class Net { [Linear(4), Softmax] Layer l; }",
        "[FusedNetwork(9, 3)] partial class Net { [Conv(4, 3), PRelu, MaxPool(2)] Layer l; }",
        "[FusedNetwork(3, 5, 7, 2)] partial class Net { [Conv(4, 3), Gelu] Layer l; }");

    [Fact]
    public void Only_the_reference_makes_a_difference()
    {
        GeneratorDriverRunResult without = Project.Generate(Project.Compile(SmallNetworks.Residual)).Result;
        GeneratorDriverRunResult with = Project.Generate(GpuProject.Compile(SmallNetworks.Residual)).Result;
        Assert.Equal([".Kernels.g.cs", ".g.cs"], Names(without));
        Assert.Equal([".Gpu.g.cs", ".Kernels.g.cs", ".g.cs"], Names(with));
        Assert.DoesNotContain("Gpu", Project.Text(without));
        Assert.Equal(Kernels(without), Kernels(with));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task Networks_compile_without_a_warning(string source) => AssertClean(await Project.DiagnoseAsync(
        GpuProject.Compile(source)));

    [Theory]
    [MemberData(nameof(Networks))]
    public void Members_compile_without_kernels(string source)
    {
        Project.EditorDriver().RunGeneratorsAndUpdateCompilation(GpuProject.Compile(source), out Compilation updated, out _);
        AssertClean([.. updated.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)]);
    }

    [Theory]
    [InlineData(NullableContextOptions.Disable, false, OptimizationLevel.Debug)]
    [InlineData(NullableContextOptions.Enable, true, OptimizationLevel.Release)]
    [InlineData(NullableContextOptions.Warnings, true, OptimizationLevel.Debug)]
    [InlineData(NullableContextOptions.Annotations, false, OptimizationLevel.Release)]
    public async Task The_project_says_how_to_compile(NullableContextOptions nullable, bool isChecked, OptimizationLevel optimization)
    {
        const string Network = """
            /// <summary>Has two sizes.</summary>
            [Fusion.FusedNetwork(4, 4, 3), Fusion.FusedNetwork(8, 8, 3)]
            public sealed partial class Network
            {
                [Fusion.Conv(4, 3), Fusion.BatchNorm, Fusion.Silu, Fusion.MaxPool(2)] Fusion.Layer features;
                [Fusion.GlobalAveragePool, Fusion.Linear(3), Fusion.Softmax] Fusion.Layer head;
            }
            """;
        var options = Project.Options.WithNullableContextOptions(nullable).WithOverflowChecks(isChecked).WithOptimizationLevel(optimization)
            .WithGeneralDiagnosticOption(ReportDiagnostic.Error).WithWarningLevel(9999);
        SyntaxTree tree = CSharpSyntaxTree.ParseText("[assembly: System.CLSCompliant(true)]\n" + Network,
            Project.ParseOptions.WithDocumentationMode(DocumentationMode.Diagnose), "Source.cs", System.Text.Encoding.UTF8);
        AssertClean(await Project.DiagnoseAsync(
            CSharpCompilation.Create("User", [tree], [.. Project.References, .. GpuProject.References], options)));
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp13)]
    [InlineData(LanguageVersion.CSharp14)]
    public async Task Every_supported_language_version_is_enough(LanguageVersion version)
    {
        foreach (string source in new[] { SmallNetworks.SqueezeExcite, Declarations.ValidBranches, Declarations.Sizes })
            AssertClean(await Project.DiagnoseAsync(Project.Compile(version, source).AddReferences(GpuProject.References)));
    }

    [Fact]
    public async Task Calls_compile()
    {
        AssertClean(await Project.DiagnoseAsync(GpuProject.Compile(SmallNetworks.Residual, Use)));
        AssertClean(await Project.DiagnoseAsync(GpuProject.Compile(
            "[FusedNetwork(4, 4, 3), FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3), GlobalAveragePool] Layer l; }", UseOfSizes)));
    }

    /// <summary>The mistake is all that is reported, not the calls of what it keeps from being generated.</summary>
    [Fact]
    public async Task Calls_of_a_wrong_network_are_no_mistakes()
    {
        Assert.Equal(["FUS101"], Ids(await Project.DiagnoseAsync(GpuProject.Compile(
            "[FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3, Groups = 2)] Layer l; }", Use))));
        Assert.Equal(["FUS101"], Ids(await Project.DiagnoseAsync(GpuProject.Compile(
            "[FusedNetwork(4, 4, 3), FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3, Groups = 2)] Layer l; }", UseOfSizes))));
        Assert.Equal(["FUS210"], Ids(await Project.DiagnoseAsync(Project.Compile(LanguageVersion.CSharp12, SmallNetworks.Residual, Use)
            .AddReferences(GpuProject.References))));
    }

    [Theory]
    [InlineData("[Relu] Layer [|Gpu|];", "Gpu")]
    [InlineData("class [|Gpu|];", "Gpu")]
    [InlineData("void [|Gpu|](int number) { }", "Gpu")]
    [InlineData("[Relu] Layer [|LoadGpu|];", "LoadGpu")]
    [InlineData("static object [|LoadGpu|](Fusion.Gpu.GpuDevice device, string path, Fusion.Gpu.GpuOptions options) => path;", "LoadGpu")]
    public async Task Members_have_the_names_of_generated_ones(string member, string name)
    {
        string source = "[FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3)] Layer l; " + member + " }";
        string text = source.Replace("[|", "").Replace("|]", "");
        Diagnostic found = Assert.Single(await Project.DiagnoseAsync(GpuProject.Compile(text)), diagnostic => diagnostic.Id == "FUS009");
        Assert.Equal(
            $"'{name}' is the name of a member that is generated for the network 'Net'; choose another name", found.GetMessage());
        Assert.Equal(source.IndexOf("[|", StringComparison.Ordinal), found.Location.SourceSpan.Start);
        Assert.DoesNotContain(await Project.DiagnoseAsync(Project.Compile(text)), diagnostic => diagnostic.Id == "FUS009");
    }

    [Fact]
    public async Task A_class_has_the_name_of_its_generated_member()
    {
        const string Source = "[FusedNetwork(8, 8, 3)] partial class Gpu { [Conv(4, 3)] Layer l; }";
        Assert.Equal(["FUS009"], Ids(await Project.DiagnoseAsync(GpuProject.Compile(Source))));
        AssertClean(await Project.DiagnoseAsync(Project.Compile(Source)));
    }

    [Fact]
    public async Task Overloads_are_allowed() => AssertClean(await Project.DiagnoseAsync(GpuProject.Compile("""
        [FusedNetwork(8)]
        partial class Net
        {
            [Linear(4)] Layer linear;

            public static Gpu LoadGpu(string path) => LoadGpu(Fusion.Gpu.GpuDevice.Best(), path);
        }
        """)));

    /// <summary>Names that the generated methods have themselves, or that are keywords, or names of what they call.</summary>
    [Theory]
    [InlineData("batch", "batch_")]
    [InlineData("device", "options")]
    [InlineData("pointer0", "pointer1")]
    [InlineData("pointer0_0", "pointer1_1")]
    [InlineData("size", "network")]
    [InlineData("batch0", "batch1")]
    [InlineData("@class", "@float")]
    [InlineData("Batch", "CheckLength")]
    [InlineData("Execute", "RunSize")]
    [InlineData("SizeFitting", "SizeNamed")]
    [InlineData("Fusion", "System")]
    [InlineData("Gpu", "GpuNetwork")]
    [InlineData("_size", "_network")]
    public async Task Inputs_and_outputs_have_awkward_names(string input, string output) => AssertClean(await Project.DiagnoseAsync(
        GpuProject.Compile(
            "[FusedNetwork(4, 4, 3)] partial class One " + Forward(input, output),
            "[FusedNetwork(4, 4, 3), FusedNetwork(8, 8, 3)] partial class Sizes " + Forward(input, output),
            "[FusedNetwork] partial class Two " + Forward(input, output)
                .Replace("(Tensor " + input + ")", "([Shape(4, 4, 3)] Tensor " + input + ")"))));

    private static string Forward(string input, string output) =>
        $"{{ (Tensor {output}, Tensor other) Forward(Tensor {input}) => (Relu({input}), GlobalAveragePool({input})); }}";

    /// <summary>Every name in the file with the kernels, but those of kernels.</summary>
    [Fact]
    public async Task Layers_have_the_names_of_what_kernels_call()
    {
        const string Functions = """
            [FusedNetwork(8, 8, 3), FusedNetwork(9, 9, 3)]
            partial class Functions
            {
                [Conv(8, 3), Silu, Conv(8, 3), Mish, DepthwiseConv(3), Gelu, Conv(8, 1), Tanh, Conv(8, 3), Elu]   Layer a;
                [Conv(16, 3), HardSwish, SqueezeExcite(Reduction = 4), Conv(16, 3), Gelu(Approximate = true)]     Layer b;
                [LocalResponseNorm(5), AveragePool(2), Upsample(2, Mode = UpsampleMode.Bilinear), PRelu]          Layer c;
                [GlobalAveragePool, Linear(60), Relu, Linear(7), Sigmoid, Softmax]                                Layer d;
            }
            """;
        SyntaxTree[] files = [.. Project.GpuFiles(Project.Generate(GpuProject.Compile(Functions)).Result)];
        string[] names = [.. files.SelectMany(file => file.GetRoot().DescendantTokens())
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText)
            .Where(name => char.IsUpper(name[0]) && !name.Contains("Kernel") || name is "Kernels" or "BatchKernels" or "GpuKernels_0")
            .Append("GpuKernels").Distinct().Order(StringComparer.Ordinal)];
        Assert.Superset(new HashSet<string> { "Multiply", "Group", "Float4", "Exp", "Kernels" }, names.ToHashSet());
        IEnumerable<string> networks = names.Select(name => char.ToLowerInvariant(name[0]) + name[1..])
            .Select((layer, i) => $"[FusedNetwork(2, 2, 4)] partial class Net{i} {{ [Conv(4, 1), Silu] Layer {layer}; }}");
        AssertClean(await Project.DiagnoseAsync(GpuProject.Compile([.. networks])));
    }

    private static IEnumerable<string> Ids(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Select(diagnostic => diagnostic.Id).Distinct();

    private static string Kernels(GeneratorDriverRunResult result) =>
        result.GeneratedTrees.Single(tree => tree.FilePath.EndsWith(".Kernels.g.cs", StringComparison.Ordinal)).ToString();

    private static IEnumerable<string> Names(GeneratorDriverRunResult result) =>
        result.GeneratedTrees.Select(tree => Path.GetFileName(tree.FilePath).Split('.', 2)[1]).Select(name => "." + name)
            .Order(StringComparer.Ordinal);

    private static void AssertClean(IReadOnlyList<Diagnostic> diagnostics) =>
        Assert.True(diagnostics.Count == 0, string.Join("\n", diagnostics.Take(20)));
}
