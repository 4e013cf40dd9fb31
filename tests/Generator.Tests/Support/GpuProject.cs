using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fusion.Generator.Tests.Support;

/// <summary>A project that references <c>Fusion.Gpu</c>, too.</summary>
internal static class GpuProject
{
    /// <summary>What switches the target for GPUs on.</summary>
    public static IReadOnlyList<MetadataReference> References { get; } =
    [
        MetadataReference.CreateFromFile(typeof(Fusion.Gpu.GpuNetwork).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(ILGPU.Context).Assembly.Location),
    ];

    public static CSharpCompilation Compile(params string[] sources) => Project.Compile(sources).AddReferences(References);
}
