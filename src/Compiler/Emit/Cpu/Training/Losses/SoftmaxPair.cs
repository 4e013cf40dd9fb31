using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints the softmax of one pixel of a student and of a teacher, and what their divergence sums.</summary>
internal sealed class SoftmaxPair(CpuContext context, int channels, double temperature)
{
    private readonly PixelSoftmax _student = new(context, "student", channels, temperature);
    private readonly PixelSoftmax _teacher = new(context, "teacher", channels, temperature);
    private readonly int _padded = PackedWeights.PaddedTo16(channels);

    /// <summary>The sum of the terms, in double precision.</summary>
    public string TermsTotal => context.Functions.Call("Total", "lanes", "terms", CodeWriter.Number(_padded));

    /// <summary>Declares the memory, once for all pixels.</summary>
    public void Declare(string scratch, bool withTerms)
    {
        long floats = SoftmaxScratch.Floats(channels);
        _student.Declare(scratch);
        _teacher.Declare($"studentExp + {floats}");
        context.Kernels.Line("double* lanes = stackalloc double[16];");
        if (!withTerms) return;
        context.Kernels.Line($"float* terms = teacherExp + {floats};");
        context.Kernels.Line(KernelText.Clear("terms", _padded));
    }

    /// <summary>For the pixel at <c>student</c> and <c>teacher</c>.</summary>
    /// <param name="without">The index of a class that does not take part; empty where all do.</param>
    public void Emit(string without = "")
    {
        _student.Emit("student", without);
        _teacher.Emit("teacher", without);
    }

    /// <summary>The teacher's exponentials times the difference of the logits; 0 where the teacher's are 0, whatever the student
    /// says.</summary>
    public void EmitTerms()
    {
        CodeWriter writer = context.Kernels;
        VectorCode code = context.Code;
        ChannelLoop.Emit(writer, code.Set.Lanes, channels, (c, count) =>
        {
            string teacher = $"({code.Load("teacher" + c)} - teacherShift)", student = $"({code.Load("student" + c)} - studentShift)";
            writer.Line($"{code.Type} e = {code.Load("teacherExp" + c)};");
            writer.Line($"{code.Type} term = e * (({teacher} - {student}) / {code.Constant(temperature)});");
            writer.Line($"term = {code.Class}.ConditionalSelect({code.Class}.Equals(e, {code.Zero}), {code.Zero}, term);");
            foreach (string line in code.Store("term", "terms" + c, count)) writer.Line(line);
        });
    }
}
