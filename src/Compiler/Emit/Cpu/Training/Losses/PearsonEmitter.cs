using Fusion.Compiler.Emit.Cpu.Maps;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// The distance of standardised channels. A chunk's sums are the number of its positions, and for each channel the two means, the sums of
/// squared distances from them and that of their products: covariances are combined as variances are, see
/// <see cref="CombineSumsEmitter"/>.
/// </summary>
internal static class PearsonEmitter
{
    private static readonly string[] s_products = ["studentSquare", "teacherSquare", "product"];

    public static void EmitSums(ChunkWriter chunk)
    {
        CodeWriter writer = chunk.Writer;
        VectorCode code = chunk.Code;
        PartialSums layout = chunk.Plan.Sums;
        chunk.OpenChunks();
        writer.Line("double count = (double)(lastRow - firstRow) * columns;");
        writer.Line("*sums = count;");
        writer.Line($"{code.DoubleType} positions = {code.Broadcast("count")};");
        chunk.OpenChannels();
        chunk.Sum(["a", "t"], ["student", "teacher"], () =>
        {
            writer.Line($"studentPart += {code.Load("a")};");
            writer.Line($"teacherPart += {code.Load("t")};");
        });
        foreach (string name in new[] { "student", "teacher" })
            writer.Line($"{code.Type} {name}Centre = {code.Narrow($"{name}Low / positions", $"{name}High / positions")};");
        chunk.Sum(["a", "t"], ["studentRest", "teacherRest", .. s_products], () =>
        {
            writer.Line($"{code.Type} own = {code.Load("a")} - studentCentre, other = {code.Load("t")} - teacherCentre;");
            writer.Line("studentRestPart += own;");
            writer.Line("teacherRestPart += other;");
            writer.Line($"studentSquarePart = {code.MultiplyAdd("own", "own", "studentSquarePart")};");
            writer.Line($"teacherSquarePart = {code.MultiplyAdd("other", "other", "teacherSquarePart")};");
            writer.Line($"productPart = {code.MultiplyAdd("own", "other", "productPart")};");
        });
        foreach (string half in new[] { "Low", "High" })
        {
            int lane = half == "Low" ? 0 : code.Set.Lanes / 2;
            string Centre(string name) => half == "Low" ? code.WidenLower(name + "Centre") : code.WidenUpper(name + "Centre");
            string student = "studentRest" + half, teacher = "teacherRest" + half;
            string[] values =
            [
                $"{Centre("student")} + {student} / positions", $"{Centre("teacher")} + {teacher} / positions",
                $"studentSquare{half} - {student} * {student} / positions", $"teacherSquare{half} - {teacher} * {teacher} / positions",
                $"product{half} - {student} * {teacher} / positions",
            ];
            for (int i = 0; i < values.Length; i++)
                writer.Line($"({values[i]}).Store(sums + {layout.Before + i * layout.Padded + lane} + c);");
        }
        writer.Close();
        writer.Close();
    }

    /// <summary>
    /// Combines the chunks. Of the loss, each channel's share; of its gradient, the means of the own and of the other values, and the
    /// factors of what they lie above them. All in double precision.
    /// </summary>
    public static void EmitChannels(CpuContext context, CombineSumsPlan plan)
    {
        CodeWriter writer = context.Kernels;
        VectorCode code = context.Code;
        string wide = code.DoubleType;
        PartialSums layout = plan.Sums;
        writer.Line($"double* results = (double*)y;");
        writer.Open($"for (int c = first * 16; c < last * 16; c += {code.Set.Lanes / 2})");
        writer.Line($"{wide} student = {wide}.Zero, teacher = {wide}.Zero, a = {wide}.Zero, t = {wide}.Zero, product = {wide}.Zero;");
        OpenChunks();
        writer.Line($"student = {code.MultiplyAdd("positions", At(0), "student")};");
        writer.Line($"teacher = {code.MultiplyAdd("positions", At(1), "teacher")};");
        writer.Close();
        writer.Line($"{wide} share = {code.Broadcast(CodeWriter.Double(plan.Factor))};");
        writer.Line("student *= share;");
        writer.Line("teacher *= share;");
        OpenChunks();
        writer.Line($"{wide} own = {At(0)} - student, other = {At(1)} - teacher;");
        writer.Line($"a += {code.MultiplyAdd("positions * own", "own", At(2))};");
        writer.Line($"t += {code.MultiplyAdd("positions * other", "other", At(3))};");
        writer.Line($"product += {code.MultiplyAdd("positions * own", "other", At(4))};");
        writer.Close();
        writer.Line($"a = {code.Max($"{wide}.Zero", "a * share")};");
        writer.Line($"t = {code.Max($"{wide}.Zero", "t * share")};");
        writer.Line("product *= share;");
        writer.Line($"{wide} studentDeviation = {code.Class}.Sqrt(a), teacherDeviation = {code.Class}.Sqrt(t);");
        string epsilon = code.Broadcast(CodeWriter.Double(Pearson.Epsilon));
        writer.Line($"{wide} studentDivisor = studentDeviation + {epsilon}, teacherDivisor = teacherDeviation + {epsilon};");
        if (plan.Operation is LossGradient gradient) EmitFactors(writer, code, layout, gradient);
        else
        {
            writer.Line($"{wide} both = product / (studentDivisor * teacherDivisor);");
            writer.Line("(a / (studentDivisor * studentDivisor) + t / (teacherDivisor * teacherDivisor) - (both + both))"
                + ".Store(results + c);");
        }
        writer.Close();

        string At(int sum) => code.Load($"at + {layout.Before + sum * layout.Padded} + c");
        void OpenChunks()
        {
            writer.Open($"for (int chunk = 0; chunk < {plan.Partials.Width}; chunk++)");
            writer.Line($"double* at = sums + {KernelText.Times("chunk", layout.Doubles)};");
            writer.Line($"{wide} positions = {code.Broadcast("*at")};");
        }
    }

    /// <summary>
    /// With x and y above their means, and divisors p and q, the derivative by x is <c>x · (1/p − along) / p − y / (p · q)</c> with
    /// <c>along = (var(x) / p − cov / q) / (σ · p)</c>; both factors are 0 where σ is at most 1e-6; the scale comes later.
    /// </summary>
    private static void EmitFactors(CodeWriter writer, VectorCode code, PartialSums layout, LossGradient gradient)
    {
        string wide = code.DoubleType;
        var (own, other, variance) = gradient.Input == 0 ? ("student", "teacher", "a") : ("teacher", "student", "t");
        writer.Line($"{wide} along = ({variance} / {own}Divisor - product / {other}Divisor) / ({own}Deviation * {own}Divisor);");
        string one = code.Broadcast("1d"), least = code.Broadcast(CodeWriter.Double(Pearson.Epsilon));
        writer.Line($"{wide} isConstant = {code.Class}.LessThanOrEqual({own}Deviation, {least});");
        string OfVarying(string factor) => $"{code.Class}.ConditionalSelect(isConstant, {wide}.Zero, {factor})";
        string[] values =
        [
            own, other, OfVarying($"({one} / {own}Divisor - along) / {own}Divisor"),
            OfVarying($"{one} / ({own}Divisor * {other}Divisor)"),
        ];
        for (int i = 0; i < values.Length; i++) writer.Line($"({values[i]}).Store(results + {i * layout.Padded} + c);");
    }

    public static void EmitGradient(MapWriter map)
    {
        CodeWriter writer = map.Writer;
        VectorCode code = map.Code;
        View factors = map.Plan.Inputs[map.Plan.Inputs.Count - 1];
        int channels = map.Output.Channels, padded = PackedWeights.PaddedTo16(channels);
        bool isStudent = ((LossGradient)map.Plan.Operation).Input == 0;
        string own = isStudent ? "a" : "t", other = isStudent ? "t" : "a";
        writer.Line($"double* factors = (double*)({KernelText.Base(factors)});");
        writer.Line($"float* channel = {KernelText.Scratch(map.Plan)};");
        string scale = CodeWriter.Double(1 / ((double)map.Output.Pixels * channels));
        writer.Line($"double scale = (double){LossGradientEmitter.Seed(map)} * {scale};");
        writer.Line($"for (int i = 0; i < {4 * padded}; i++) channel[i] = (float)(i < {2 * padded} ? factors[i] : factors[i] * scale);");
        map.OpenPixels("a", "t");
        map.Channels(channels, c =>
        {
            string Value(int i) => code.Load($"channel{KernelText.Offset(i * padded)}{c}");
            writer.Line($"{code.Type} x = {code.Load(own + c)} - {Value(0)}, above = {code.Load(other + c)} - {Value(1)};");
            writer.Line($"{code.Type} v = x * {Value(2)} - above * {Value(3)};");
        });
        map.ClosePixels("a", "t");
    }
}
