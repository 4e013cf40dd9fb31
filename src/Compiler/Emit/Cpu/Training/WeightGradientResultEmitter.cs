using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Prints the kernels that finish a weight gradient: the chunks' sums are added up, and a panel at a time is turned around, from outputs
/// side by side to [output][input][tap]; or its rows go where they belong.
/// </summary>
public static class WeightGradientResultEmitter
{
    public static void Emit(CpuContext context, WeightGradientResultPlan plan)
    {
        CodeWriter writer = context.Kernels;
        GradientSums sums = plan.Sums;
        KernelText.OpenKernel(writer, plan);
        if (!plan.IsExchanged) writer.Line($"float* turned = {KernelText.Scratch(plan, plan.TurnedOffset)};");
        writer.Open("for (int panel = first; panel < last; panel++)");
        writer.Line($"int group = panel / {sums.PanelsPerGroup}, part = panel % {sums.PanelsPerGroup};");
        string Choose(int full, int rest) => full == rest || sums.PanelsPerGroup == 1 ? CodeWriter.Number(rest)
            : $"part < {sums.PanelsPerGroup - 1} ? {full} : {rest}";
        writer.Line($"nint width = {Choose(sums.PanelChannels, sums.LastChannels)};");
        writer.Line($"int outputs = {Choose(sums.PanelChannels, sums.LastOutputs)};");
        writer.Line(sums.Memory is null ? $"float* panelSums = {KernelText.Scratch(plan)};"
            : $"float* panelSums = {KernelText.Base(sums.Memory)} + group * {KernelText.Native(sums.GroupFloats)} + part * "
                + $"{KernelText.Native(sums.PanelFloats)};");
        if (plan.Squares is { } squares) EmitClear(writer, sums, squares);
        if (plan.IsExchanged) EmitRows(context, plan);
        else EmitTurned(context, plan);
        if (plan.Squares is not null) EmitRest(writer, sums);
        writer.Close();
        KernelText.CloseKernel(writer);
    }

    /// <summary>Some inputs at a time are turned around.</summary>
    private static void EmitTurned(CpuContext context, WeightGradientResultPlan plan)
    {
        CodeWriter writer = context.Kernels;
        GradientSums sums = plan.Sums;
        writer.Line($"float* y = {KernelText.Base(plan.Output)} + (group * {sums.Outputs} + part * {sums.PanelChannels}) * "
            + $"{KernelText.Native(sums.Depth)};");
        writer.Open($"for (int firstInput = 0; firstInput < {sums.Inputs}; firstInput += {plan.InputsAtOnce})");
        writer.Line($"int inputs = Math.Min({plan.InputsAtOnce}, {sums.Inputs} - firstInput);");
        EmitSums(context, plan);
        EmitStores(context, sums);
        writer.Close();
    }

    /// <summary>What is an input to the sums is an output of the layer, and its row of the gradient gets the panel's values as they
    /// lie.</summary>
    private static void EmitRows(CpuContext context, WeightGradientResultPlan plan)
    {
        CodeWriter writer = context.Kernels;
        GradientSums sums = plan.Sums;
        int lanes = context.Set.Lanes;
        writer.Open($"for (int from = 0; from < {sums.Inputs}; from += {LongSums.Chunk})");
        writer.Line($"int to = Math.Min(from + {LongSums.Chunk}, {sums.Inputs}), n = 0;");
        writer.Open($"for (; n <= outputs - {lanes}; n += {lanes})");
        EmitColumns(context, plan, lanes);
        writer.Close();
        if (sums.LastOutputs % lanes != 0)
        {
            writer.Open("if (n < outputs)");
            EmitColumns(context, plan, sums.LastOutputs % lanes);
            writer.Close();
        }
        writer.Close();
    }

    private static void EmitClear(CodeWriter writer, GradientSums sums, ColumnSquares squares)
    {
        writer.Comment("The squares of each column are summed on the way.");
        writer.Line($"double* squares = (double*)({KernelText.Base(squares.Memory, 2L * squares.First)}) + part * {sums.PanelChannels};");
        writer.Line(KernelText.Clear("squares", "(int)width", "double"));
    }

    private static void EmitRest(CodeWriter writer, GradientSums sums)
    {
        writer.Comment("Lanes behind the last column have nothing to say, and what is padded to whole cache lines is zero.");
        int padded = PackedWeights.PaddedTo16(sums.Outputs) - (sums.PanelsPerGroup - 1) * sums.PanelChannels;
        string end = sums.PanelsPerGroup == 1 ? CodeWriter.Number(padded) : $"part < {sums.PanelsPerGroup - 1} ? outputs : {padded}";
        writer.Line($"int end = {end};");
        writer.Line("for (int lane = outputs; lane < end; lane++) squares[lane] = 0;");
    }

    /// <summary>Adds the square of <c>all</c>.</summary>
    private static void EmitSquare(CodeWriter writer, VectorCode code)
    {
        writer.Line($"{code.DoubleType} low = {code.WidenLower("all")}, high = {code.WidenUpper("all")};");
        writer.Line("squareLow += low * low;");
        writer.Line("squareHigh += high * high;");
    }

    /// <summary>A vector of columns, of which so many are there, in some rows.</summary>
    private static void EmitColumns(CpuContext context, WeightGradientResultPlan plan, int count)
    {
        CodeWriter writer = context.Kernels;
        VectorCode code = context.Code;
        GradientSums sums = plan.Sums;
        var total = new WideSum(writer, code, "square");
        if (plan.Squares is not null) total.Load("squares + n");
        writer.Line("float* source = panelSums + from * width + n;");
        writer.Line($"float* result = {KernelText.Base(plan.Output)} + from * {KernelText.Native(sums.Outputs)} "
            + $"+ part * {sums.PanelChannels} + n;");
        writer.Open($"for (int row = from; row < to; row++, source += width, result += {sums.Outputs})");
        EmitTotal(context, sums, "source", "result", count);
        if (plan.Squares is not null) EmitSquare(writer, code);
        writer.Close();
        if (plan.Squares is not null) total.Store("squares + n");
    }

    /// <summary>Stores the first lanes of a vector of the sums of all chunks.</summary>
    private static void EmitTotal(CpuContext context, GradientSums sums, string source, string target, int count)
    {
        CodeWriter writer = context.Kernels;
        VectorCode code = context.Code;
        string value = code.Load(source);
        if (sums.Chunks > 1)
        {
            var total = new WideSum(writer, code, "total");
            total.Declare();
            writer.Line($"float* next = {source};");
            writer.Open($"for (int chunk = 0; chunk < {sums.Chunks}; chunk++, next += {sums.ChunkFloats})");
            writer.Line($"{code.Type} chunkSum = {code.Load("next")};");
            total.Add("chunkSum");
            writer.Close();
            value = total.Value;
        }
        writer.Line($"{code.Type} all = {value};");
        foreach (string line in code.Store("all", target, count)) writer.Line(line);
    }

    private static void EmitSums(CpuContext context, WeightGradientResultPlan plan)
    {
        CodeWriter writer = context.Kernels;
        VectorCode code = context.Code;
        GradientSums sums = plan.Sums;
        var total = new WideSum(writer, code, "square");
        writer.Comment("[input][tap][output of the panel]");
        writer.Open($"for (int n = 0; n < width; n += {code.Set.Lanes})");
        if (plan.Squares is not null) total.Load("squares + n");
        writer.Line("float* target = turned + n;");
        writer.Open("for (int input = firstInput; input < firstInput + inputs; input++)");
        writer.Line("float* source = panelSums + input * width + n;");
        writer.Open($"for (int tap = 0; tap < {sums.Taps}; tap++, source += {sums.Inputs} * width, target += width)");
        EmitTotal(context, sums, "source", "target", code.Set.Lanes);
        if (plan.Squares is not null) EmitSquare(writer, code);
        writer.Close();
        writer.Close();
        if (plan.Squares is not null) total.Store("squares + n");
        writer.Close();
    }

    private static void EmitStores(CpuContext context, GradientSums sums)
    {
        CodeWriter writer = context.Kernels;
        string depth = KernelText.Native(sums.Depth);
        writer.Line($"int values = inputs * {sums.Taps}, output = 0;");
        writer.Line($"float* rows = y + firstInput * {sums.Taps};");
        if (context.Set.Lanes > FourByFour.Side)
        {
            writer.Comment("Four outputs and four of their values at a time.");
            writer.Open($"for (; output <= outputs - {FourByFour.Side}; output += {FourByFour.Side})");
            Start();
            writer.Open($"for (; i <= values - {FourByFour.Side}; i += {FourByFour.Side}, source += {FourByFour.Side} * width)");
            FourByFour.Emit(writer, "source", "width", j => $"result + i{(j == 0 ? "" : $" + {KernelText.Native((long)j * sums.Depth)}")}");
            writer.Close();
            writer.Open("for (; i < values; i++, source += width)");
            for (int j = 0; j < FourByFour.Side; j++)
                writer.Line($"result[i{(j == 0 ? "" : $" + {KernelText.Native((long)j * sums.Depth)}")}] = source[{j}];");
            writer.Close();
            writer.Close();
        }
        writer.Open("for (; output < outputs; output++)");
        Start();
        writer.Line("for (; i < values; i++, source += width) result[i] = *source;");
        writer.Close();

        void Start()
        {
            writer.Line("float* source = turned + output;");
            writer.Line($"float* result = rows + output * {depth};");
            writer.Line("int i = 0;");
        }
    }
}
