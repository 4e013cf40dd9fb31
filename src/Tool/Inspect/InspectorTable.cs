namespace Fusion.Tool.Inspect;

/// <summary>The kinds of file that can be looked into. A new one is a class in this folder and a line here.</summary>
internal static class InspectorTable
{
    public static IReadOnlyList<IInspector> All { get; } = [new AssemblyInspector(), new WeightInspector(), new ModelInspector()];
}
