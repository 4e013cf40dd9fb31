using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints the softmax of one pixel of a student and of a teacher, and what their divergence sums.</summary>
internal sealed class SoftmaxPair(CpuContext context, int channels, double temperature)
{
    private readonly PixelSoftmax _student = new(context, "student", channels, temperature);
    private readonly PixelSoftmax _teacher = new(context, "teacher", channels, temperature);
    private readonly int _padded = PackedWeights.PaddedTo16(channels);

    private readonly LogRatio _ratio = new(context, temperature);

    /// <summary>The divergence, in double precision, from the terms.</summary>
    public string Divergence => $"{Total} / teacherTotal";

    private string Total => context.Functions.Call("Total", "lanes", "terms", CodeWriter.Number(_padded));

    /// <summary>Declares the memory, once for all pixels.</summary>
    public void Declare(string scratch)
    {
        long floats = SoftmaxScratch.Floats(channels);
        _student.Declare(scratch);
        _teacher.Declare($"studentExp + {floats}");
        context.Kernels.Line("double* lanes = stackalloc double[16];");
        context.Kernels.Line($"float* terms = teacherExp + {floats};");
        context.Kernels.Line(KernelText.Clear("terms", _padded));
    }

    /// <summary>For the pixel at <c>student</c> and <c>teacher</c>: the softmaxes, and the logarithm of the ratio of their sums, as
    /// <c>shift</c> and, in vectors, <c>shifts</c>.</summary>
    /// <param name="without">The index of a class that does not take part; empty where all do.</param>
    public void Emit(string without = "")
    {
        CodeWriter writer = context.Kernels;
        _student.Emit("student", without);
        _teacher.Emit("teacher", without);
        Fill(_ => writer.Line($"{context.Code.Type} term = {_ratio.DifferenceOfPowers};"));
        writer.Line($"double shift = {context.Functions.Call("ScalarLogOnePlus", $"{Total} / studentTotal")};");
        writer.Line($"{context.Code.Type} shifts = {context.Code.Broadcast("(float)shift")};");
    }

    /// <summary>The terms of the divergence, times the teacher's sum.</summary>
    public void EmitTerms()
    {
        CodeWriter writer = context.Kernels;
        writer.Line($"{context.Code.Type} ratio = {context.Code.Broadcast("(float)(teacherTotal / studentTotal)")};");
        Fill(_ =>
        {
            _ratio.EmitLog("shifts");
            writer.Line($"{context.Code.Type} term = {_ratio.Term("ratio")};");
        });
    }

    /// <summary>Declares <c>s</c>, <c>t</c>, <c>u</c> and <c>log</c> of the classes from <paramref name="c"/> on.</summary>
    public LogRatio EmitLog(string c)
    {
        EmitPowers(c);
        _ratio.EmitLog("shifts");
        return _ratio;
    }

    private void EmitPowers(string c)
    {
        VectorCode code = context.Code;
        context.Kernels.Line($"{code.Type} s = {code.Load("studentExp" + c)}, t = {code.Load("teacherExp" + c)};");
        _ratio.EmitDifference($"{code.Load("teacher" + c)} - teacherShift", $"{code.Load("student" + c)} - studentShift");
    }

    private void Fill(Action<string> term) => ChannelLoop.Emit(context.Kernels, context.Code.Set.Lanes, channels, (c, count) =>
    {
        EmitPowers(c);
        term(c);
        foreach (string line in context.Code.Store("term", "terms" + c, count)) context.Kernels.Line(line);
    });
}
