using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints how the sums over parts of a convolution's depth become results: a thread adds those of four channels.</summary>
internal static class GpuSplitEmitter
{
    public static void Emit(GpuContext context, GpuSplitPlan plan)
    {
        CodeWriter writer = context.Writer;
        var finish = new GpuFinish(context, plan, plan.Output, plan.Epilogue);
        context.Open(plan);
        if (plan.Squeeze is { } squeeze) EmitWithSums(context, plan, squeeze, finish);
        else
        {
            writer.Line($"int index = Grid.IdxX * {plan.Threads} + Group.IdxX;");
            writer.Open($"if (index < batch * {plan.UnitsPerSample})");
            writer.Line(plan.Vectors == 1 ? "int position = index, vector = 0;"
                : $"int position = index / {plan.Vectors}, vector = index % {plan.Vectors};");
            EmitParts(context, plan);
            writer.Line($"{finish.Call("position", "4 * vector", "v")};");
            writer.Close();
        }
        writer.Close();
        finish.Emit();
    }

    /// <summary>The sum of a position's parts, with the bias.</summary>
    private static void EmitParts(GpuContext context, GpuSplitPlan plan)
    {
        CodeWriter writer = context.Writer;
        GpuValue parts = context.Value("parts", plan.Partial.Sums, ofVectors: true);
        int pixels = plan.Output.Pixels, splits = plan.Partial.Splits;
        writer.Line($"int row = position / {pixels} * {splits * pixels} + position % {pixels};");
        writer.Line(parts.Declaration);
        writer.Line($"Float4 v = {context.Weights("biases", plan.Weights.BiasOffset, ofVectors: true)}[vector];");
        for (int part = 0; part < splits; part++)
        {
            string row = GpuValue.Sum("row", part == 0 ? "" : CodeWriter.Number(part * pixels));
            writer.Line($"Float4 part{part} = {parts.At(row, "vector")};");
        }
        for (int i = 0; i < splits; i++)
        {
            int part = i;
            writer.Line(GpuShareEmitter.Each(c => $"v.{c} += part{part}.{c};"));
        }
    }

    /// <summary>The same for positions above each other, whose results are added up.</summary>
    private static void EmitWithSums(GpuContext context, GpuSplitPlan plan, GpuSqueezeSums squeeze, GpuFinish finish)
    {
        CodeWriter writer = context.Writer;
        int across = GpuSplitPlan.VectorsAcross, down = GpuSplitPlan.ThreadsDown, pixels = plan.Output.Pixels;
        bool isCut = plan.Vectors % across != 0;
        var shares = new GpuShares(down, across, down);
        var shareEmitter = new GpuShareEmitter(writer, plan.Threads);
        shareEmitter.Allocate("rows", shares);
        writer.Line($"int thread = Group.IdxX, across = thread % {across}, down = thread / {across};");
        writer.Line($"int vector = Grid.IdxY * {across} + across;");
        writer.Line($"int sample = Grid.IdxX / {squeeze.Blocks}, first = Grid.IdxX % {squeeze.Blocks} * {plan.Rows};");
        writer.Line("Float4 squeeze = new Float4();");
        if (isCut) writer.Open($"if (vector < {plan.Vectors})");
        writer.Open($"for (int pixel = first + down; pixel < first + {plan.Rows} && pixel < {pixels}; pixel += {down})");
        writer.Line($"int position = sample * {pixels} + pixel;");
        EmitParts(context, plan);
        writer.Line($"v = {finish.Call("position", "4 * vector", "v")};");
        writer.Line(GpuShareEmitter.Each(c => $"squeeze.{c} += v.{c};"));
        writer.Close();
        if (isCut) writer.Close();
        writer.Line("rows[thread] = squeeze;");
        string sumsOfRows = shareEmitter.EmitFirstSums("rows", shares);
        writer.Open($"if (thread < {across}{(isCut ? $" && vector < {plan.Vectors}" : "")})");
        GpuValue sums = context.Value("sums4", squeeze.Sums, ofVectors: true);
        writer.Line(sums.Declaration);
        shareEmitter.EmitTotal(sumsOfRows, shares);
        writer.Line($"{sums.At("Grid.IdxX", "vector")} = total;");
        writer.Close();
    }
}
