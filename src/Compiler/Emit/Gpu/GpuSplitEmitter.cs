using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints how the sums over parts of a convolution's depth become results: a thread adds those of four channels.</summary>
internal static class GpuSplitEmitter
{
    public static void Emit(GpuContext context, GpuSplitPlan plan)
    {
        CodeWriter writer = context.Writer;
        GpuValue parts = context.Value("parts", plan.Partial.Sums, ofVectors: true);
        var finish = new GpuFinish(context, plan, plan.Output, plan.Epilogue);
        int pixels = plan.Output.Pixels, splits = plan.Partial.Splits;
        context.Open(plan);
        writer.Line($"int index = Grid.IdxX * {plan.Threads} + Group.IdxX;");
        writer.Open($"if (index < batch * {plan.UnitsPerSample})");
        writer.Line(plan.Vectors == 1 ? "int position = index, vector = 0;"
            : $"int position = index / {plan.Vectors}, vector = index % {plan.Vectors};");
        writer.Line($"int row = position / {pixels} * {splits * pixels} + position % {pixels};");
        writer.Line(parts.Declaration);
        writer.Line($"Float4 v = {context.Weights("biases", plan.Weights.BiasOffset, ofVectors: true)}[vector];");
        for (int part = 0; part < splits; part++)
        {
            string row = GpuValue.Sum("row", part == 0 ? "" : CodeWriter.Number(part * pixels));
            writer.Line($"Float4 part{part} = {parts.At(row, "vector")};");
            writer.Line(string.Join(" ", "XYZW".Select(c => $"v.{c} += part{part}.{c};")));
        }
        writer.Line($"{finish.Call("position", "4 * vector", "v")};");
        writer.Close();
        writer.Close();
        finish.Emit();
    }
}
