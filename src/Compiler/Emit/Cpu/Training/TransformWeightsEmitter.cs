using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Prints the kernels that transform filters for Winograd's form, a vector of outputs at a time: first down the columns of the filters,
/// then along the rows.
/// </summary>
public static class TransformWeightsEmitter
{
    private const int Side = 3, Taps = TransformWeightsPlan.Taps, AtOnce = TransformWeightsPlan.InputsAtOnce;

    public static void Emit(CpuContext context, TransformWeightsPlan plan)
    {
        CodeWriter writer = context.Kernels;
        PackedWeights weights = plan.Weights;
        int lanes = context.Set.Lanes;
        KernelText.OpenKernel(writer, plan);
        writer.Line($"float* source = {KernelText.Weights(plan.Source.Offset)};");
        writer.Line($"float* target = {Target(plan)};");
        writer.Line($"float* biases = {Biases(plan)};");
        writer.Line($"float* filters = {KernelText.Scratch(plan, plan.KeptFloats)};");
        writer.Line($"float* columns = filters + {plan.FilterFloats};");
        writer.Line($"float* transformed = columns + {plan.ColumnFloats};");
        writer.Open("for (int panel = first; panel < last; panel++)");
        writer.Line($"int firstOutput = panel * {weights.PanelChannels};");
        writer.Line($"int width = Math.Min({weights.PanelChannels}, {weights.Outputs} - firstOutput);");
        string bias = plan.Bias is { } vector ? $"({KernelText.Weights(vector.Offset)})[firstOutput + i]" : "0";
        writer.Line($"for (int i = 0; i < width; i++) biases[{(plan.IsCalled ? "" : "firstOutput + ")}i] = {bias};");
        writer.Line($"float* panelTarget = target{(plan.IsCalled ? "" : $" + firstOutput * {(long)weights.Depth}L")};");
        writer.Line($"nint pointStep = {AtOnce} * width;");
        writer.Open($"for (int input = 0; input < {weights.Inputs}; input += {AtOnce})");
        writer.Open($"for (int lane = 0; lane < width; lane += {lanes})");
        EmitFilters(writer, plan, lanes);
        writer.Open($"for (int i = 0; i < {AtOnce}; i++)");
        writer.Line($"float* filter = filters + i * {Taps * lanes};");
        writer.Line("float* y = transformed + i * width + lane;");
        EmitTransform(writer, context.Code, weights.Transform!);
        writer.Close();
        writer.Close();
        writer.Comment("In the panel, the points lie so far apart that most fall into the same set of a cache: one after the other.");
        writer.Line("float* from = transformed, to = panelTarget + input * width;");
        writer.Open($"for (int point = 0; point < {weights.Transform!.Products}; point++, to += {weights.Inputs} * width)");
        writer.Line(
            $"for (float* end = from + pointStep; from < end; from += {lanes}, to += {lanes}) {context.Code.Load("from")}.Store(to);");
        writer.Line("to -= pointStep;");
        writer.Close();
        writer.Close();
        writer.Close();
        KernelText.CloseKernel(writer);
    }

    /// <summary>Where the panels go: for a kernel that transforms one at a time, where that one goes.</summary>
    public static string Target(TransformWeightsPlan plan) =>
        plan.IsCalled ? KernelText.Scratch(plan) : KernelText.Weights(plan.Weights);

    /// <summary>The same of the biases.</summary>
    public static string Biases(TransformWeightsPlan plan) =>
        plan.IsCalled ? KernelText.Scratch(plan, plan.PanelFloats) : KernelText.Biases(plan.Weights);

    /// <summary>Puts the filters of a vector of outputs side by side: each tap of each input is a vector.</summary>
    private static void EmitFilters(CodeWriter writer, TransformWeightsPlan plan, int lanes)
    {
        int inputs = plan.Weights.Inputs, outputs = plan.Weights.Outputs;
        bool hasSse = plan.Weights.Lanes > FourByFour.Side;
        int atOnce = hasSse ? FourByFour.Side : 1;
        writer.Comment("The filters of the vector's outputs side by side.");
        writer.Open($"for (int i = 0; i < {lanes}; i += {atOnce})");
        if (plan.IsTransposed)
        {
            // Of the layer, the panel's outputs are inputs, and the taps are in the opposite order.
            writer.Line($"float* x = source + input * {(long)outputs * Taps}L + (firstOutput + lane + i) * {Taps};");
            writer.Line("float* y = filters + i;");
            writer.Open($"for (int j = 0; j < {AtOnce}; j++, x += {KernelText.Native((long)outputs * Taps)}, y += {Taps * lanes})");
            int done = 0;
            for (; hasSse && done + FourByFour.Side <= Taps; done += FourByFour.Side)
                FourByFour.Emit(writer, "x" + KernelText.Offset(done), CodeWriter.Number(Taps),
                    "y" + KernelText.Offset((Taps - 1 - done) * lanes), -lanes);
            for (; done < Taps; done++)
                for (int i = 0; i < atOnce; i++)
                    writer.Line($"y[{(Taps - 1 - done) * lanes + i}] = x[{i * Taps + done}];");
            writer.Close();
        }
        else
        {
            writer.Line($"float* x = source + (firstOutput + lane + i) * {(long)inputs * Taps}L + input * {Taps};");
            writer.Line("float* y = filters + i;");
            writer.Open($"for (int j = 0; j < {AtOnce * Taps}; j += {atOnce}, x += {atOnce}, y += {atOnce * lanes})");
            if (hasSse) FourByFour.Emit(writer, "x", KernelText.Native((long)inputs * Taps), "y", lanes);
            else writer.Line("*y = *x;");
            writer.Close();
        }
        writer.Close();
    }

    private static void EmitTransform(CodeWriter writer, VectorCode code, WinogradTransform transform)
    {
        int lanes = code.Set.Lanes, points = transform.Points;
        writer.Open($"for (int column = 0; column < {Side}; column++)");
        for (int i = 0; i < Side; i++)
            writer.Line($"{code.Type} g{i} = {code.Load($"filter + column * {lanes}{KernelText.Offset(i * Side * lanes)}")};");
        EmitPoints(writer, code, transform, (value, point) =>
            $"{value}.Store(columns + column * {lanes}{KernelText.Offset(point * Side * lanes)});");
        writer.Close();
        writer.Open($"for (int row = 0; row < {points}; row++, y += {points} * pointStep)");
        for (int i = 0; i < Side; i++)
            writer.Line($"{code.Type} g{i} = {code.Load($"columns + row * {Side * lanes}{KernelText.Offset(i * lanes)}")};");
        EmitPoints(writer, code, transform, (value, point) =>
            $"{value}.Store(y{(point == 0 ? "" : point == 1 ? " + pointStep" : $" + {point} * pointStep")});");
        writer.Close();
    }

    /// <summary>
    /// Statements from three taps to the points, of which a row of the matrix has the factors. A point and its negative have the even
    /// powers in common, and the odd one but for its sign.
    /// </summary>
    private static void EmitPoints(CodeWriter writer, VectorCode code, WinogradTransform transform, Func<string, int, string> store)
    {
        IReadOnlyList<double> matrix = transform.Filter;
        for (int point = 0; point < transform.Points; point++)
        {
            double zero = matrix[point * Side], one = matrix[point * Side + 1], two = matrix[point * Side + 2];
            if (one == 0)
            {
                var (tap, factor) = zero != 0 ? ("g0", zero) : ("g2", two);
                writer.Line(store(factor == 1 ? tap : $"({tap} * {code.Constant(factor)})", point));
                continue;
            }
            writer.Line($"{code.Type} even{point} = {code.MultiplyAdd("g2", code.Constant(two), $"g0 * {code.Constant(zero)}")};");
            writer.Line($"{code.Type} odd{point} = g1 * {code.Constant(one)};");
            writer.Line(store($"(even{point} + odd{point})", point));
            writer.Line(store($"(even{point} - odd{point})", point + 1));
            point++;
        }
    }
}
