using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints a linear layer: each thread takes four output channels through a part of the depth, and the parts' sums are added as a
/// tree.</summary>
internal static class GpuLinearEmitter
{
    public static void Emit(GpuContext context, GpuLinearPlan plan)
    {
        CodeWriter writer = context.Writer;
        GpuWeights weights = plan.Weights;
        int across = plan.Columns / 4, slices = plan.Slices, depth = weights.Depth, outputs = weights.Outputs;
        GpuValue input = context.Value("x", plan.Input, ofVectors: false);
        var finish = new GpuFinish(context, plan, plan.Output, plan.Epilogue);
        context.Open(plan);
        writer.Line($"var sums = SharedMemory.Allocate<Float4>({plan.Threads});");
        writer.Line($"int thread = Group.IdxX, across = thread % {across}, slice = thread / {across};");
        writer.Line($"int sample = Grid.IdxX, output = Grid.IdxY * {plan.Columns} + 4 * across;");
        writer.Line(input.Declaration);
        if (plan.Gate is not null) writer.Line(context.Value("g", plan.Gate, ofVectors: false).Declaration);
        writer.Comment("The panel's columns of this thread, a row for each input channel.");
        string panel = weights.Panel == plan.Columns ? "Grid.IdxY" : $"output / {weights.Panel}";
        string column = weights.Panel == plan.Columns ? "across" : $"output % {weights.Panel} / 4";
        writer.Line(
            $"var columns = weights.SubView({context.Places.Of("weights", weights.Offset)} + {panel} * {(long)depth * weights.Panel}L, " +
            $"{(long)depth * weights.Panel}).AsAligned(16).Cast<Float4>();");
        writer.Line($"int column = {column};");
        writer.Line("Float4 total = new Float4();");
        writer.Open($"for (int k = slice; k < {depth}; k += {slices})");
        string gate = plan.Gate is null ? "" : " * " + context.Value("g", plan.Gate, ofVectors: false).At("sample", "k");
        writer.Line($"float v = {input.At("sample", "k")}{gate};");
        writer.Line($"Float4 w = columns[k * {weights.Panel / 4} + column];");
        writer.Line(string.Join(" ", "XYZW".Select(c => $"total.{c} += v * w.{c};")));
        writer.Close();
        writer.Line("sums[thread] = total;");
        GpuTree.Emit(writer, plan.Threads, across, "sums", "XYZW".Select(c => $"mine.{c} += other.{c};"), "Float4");
        writer.Open($"if (thread < {across}{(outputs % plan.Columns == 0 ? "" : $" && output < {outputs}")})");
        writer.Line("Float4 result = sums[thread];");
        writer.Line($"Float4 bias = {context.Weights("biases", weights.BiasOffset, ofVectors: true)}[output / 4];");
        writer.Line(string.Join(" ", "XYZW".Select(c => $"result.{c} += bias.{c};")));
        writer.Line($"{finish.Call("sample", "output", "result")};");
        writer.Close();
        writer.Close();
        finish.Emit();
    }
}
