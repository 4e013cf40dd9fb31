using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints the kernels that lay right sides of products out in panels.</summary>
internal static class PackMatricesEmitter
{
    public static void Emit(CpuContext context, PackMatricesPlan plan)
    {
        CodeWriter writer = context.Kernels;
        PackedWeights weights = plan.Target.Weights;
        Matrices source = plan.Source;
        KernelText.OpenKernel(writer, plan);
        writer.Line($"float* source = {KernelText.Base(source.View)};");
        writer.Line($"float* target = {KernelText.Weights(weights)};");
        writer.Comment("A product has no bias.");
        writer.Line($"if (first == 0 && last > 0) "
            + KernelText.Clear(KernelText.Biases(weights), PackedWeights.PaddedTo16(weights.Outputs)));
        writer.Open("for (int unit = first; unit < last; unit++)");
        writer.Line(weights.Panels == 1 ? "int matrix = unit, column = 0;"
            : $"int matrix = unit / {weights.Panels}, column = unit % {weights.Panels} * {weights.PanelChannels};");
        string width = weights.TailVectors == 0 ? CodeWriter.Number(weights.PanelChannels)
            : $"column < {weights.FullPanelsPerGroup * weights.PanelChannels} ? {weights.PanelChannels} : {weights.TailChannels}";
        writer.Line($"int width = {width};");
        writer.Line($"int columns = Math.Min(width, {weights.Outputs} - column);");
        writer.Line($"float* x = source{MatrixText.Added(MatrixText.Offset(source, "matrix"))} + "
            + $"column{(plan.IsTransposed ? $" * {KernelText.Native(source.RowStep)}" : "")};");
        writer.Line($"float* y = target + matrix * {KernelText.Native(plan.Target.Step)} + column * {KernelText.Native(weights.Depth)};");
        writer.Line($"if (columns < width) {KernelText.Clear("y", $"{weights.Depth} * width")}");
        if (plan.IsTransposed) EmitTransposed(context, plan);
        else EmitRows(context, plan);
        writer.Close();
        KernelText.CloseKernel(writer);
    }

    private static void EmitRows(CpuContext context, PackMatricesPlan plan)
    {
        CodeWriter writer = context.Kernels;
        VectorCode code = context.Code;
        int lanes = code.Set.Lanes;
        bool isScaled = plan.Scale != 1;
        if (isScaled) writer.Line($"{code.Type} scale = {code.Constant(plan.Scale)};");
        writer.Open($"for (int row = 0; row < {plan.Target.Weights.Depth}; row++, x += {plan.Source.RowStep}, y += width)");
        writer.Line("int lane = 0;");
        string vector = isScaled ? $"({code.Load("x + lane")} * scale)" : code.Load("x + lane");
        writer.Line($"for (; lane <= columns - {lanes}; lane += {lanes}) {vector}.Store(y + lane);");
        writer.Line($"for (; lane < columns; lane++) y[lane] = x[lane]{Scaled(plan)};");
        writer.Close();
    }

    /// <summary>Rows of the source become columns, four at a time.</summary>
    private static void EmitTransposed(CpuContext context, PackMatricesPlan plan)
    {
        CodeWriter writer = context.Kernels;
        int depth = plan.Target.Weights.Depth, step = plan.Source.RowStep;
        const int side = FourByFour.Side;
        writer.Line("int lane = 0;");
        if (context.Set != InstructionSet.Portable)
        {
            writer.Open($"for (; lane <= columns - {side}; lane += {side}, x += {side * (long)step})");
            writer.Line("int row = 0;");
            writer.Open($"for (; row <= {depth - side}; row += {side})");
            writer.Line("float* from = x + row, to = y + row * width + lane;");
            FourByFour.Emit(writer, "from", CodeWriter.Number(step), i => i == 0 ? "to" : $"to + {i} * width");
            writer.Close();
            writer.Open($"for (; row < {depth}; row++)");
            for (int i = 0; i < side; i++)
                writer.Line($"y[row * width + lane{KernelText.Offset(i)}] = x[row{KernelText.Offset((long)i * step)}];");
            writer.Close();
            writer.Close();
        }
        writer.Open($"for (; lane < columns; lane++, x += {step})");
        writer.Line($"for (int row = 0; row < {depth}; row++) y[row * width + lane] = x[row];");
        writer.Close();
        if (plan.Scale == 1) return;
        VectorCode code = context.Code;
        writer.Line($"{code.Type} scale = {code.Constant(plan.Scale)};");
        writer.Line($"for (int i = 0; i < {depth} * width; i += {code.Set.Lanes}) ({code.Load("y + i")} * scale).Store(y + i);");
    }

    private static string Scaled(PackMatricesPlan plan) => plan.Scale == 1 ? "" : $" * {CodeWriter.Float(plan.Scale)}";
}
