namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Plans the operations of training that treat each sample of a batch alone.</summary>
internal static class SampleMapPlanner
{
    /// <summary>Whether the operation is one of them.</summary>
    public static bool Covers(Operation operation) => operation is Batched { Sum: false } or MaxPoolGradient or ProductSums;

    /// <param name="shapes">The shapes of the inputs and, last, of the result.</param>
    /// <param name="views">The inputs.</param>
    public static SampleMapPlan Plan(
        string title, Operation operation, IReadOnlyList<Shape> shapes, IReadOnlyList<View> views, View output,
        EquatableArray<EpilogueStep> epilogue)
    {
        Operation each = operation is Batched batched ? batched.Each : operation;
        var samples = views.Select((view, i) => new SampleView(view, shapes[i].Rank)).ToEquatableArray();
        return new SampleMapPlan(title, each, samples, new SampleView(output, shapes[shapes.Count - 1].Rank), epilogue, UnitsOf(each));
    }

    private static SampleUnits UnitsOf(Operation each) => each switch
    {
        GlobalPool or GlobalMaxPoolGradient or MaxPoolGradient or ProductSums => SampleUnits.ChannelBlocks,
        Flatten => SampleUnits.Channels,
        _ => SampleUnits.Rows,
    };
}
