using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints the mean of every channel, into shared memory, from the rows of sums that a convolution left: each thread takes four
/// channels through a part of the rows.</summary>
internal sealed class GpuMeanEmitter(GpuContext context, GpuLinearPlan plan, GpuMean mean, GpuShareEmitter shareEmitter)
{
    /// <summary>Rows that a thread loads before anything else.</summary>
    private const int MostKept = 8;

    private readonly GpuShares _shares = mean.Shares;
    private readonly CodeWriter _writer = context.Writer;
    private readonly GpuValue _rows = context.Value("rows", plan.Input, ofVectors: true);

    /// <summary>There are more vectors of channels than threads.</summary>
    private bool IsLoop => _shares.Across > plan.Threads;

    private bool IsKept => !IsLoop && _shares.MostRows <= MostKept;

    private string Slice => _shares.Slices == 1 ? "" : "sliceOfRows";

    public void Allocate()
    {
        if (_shares.Slices > 1) shareEmitter.Allocate("meanSums", _shares);
        _writer.Line($"var mean = SharedMemory.Allocate<float>({4 * _shares.Across});");
    }

    /// <summary>What is loaded before the weights are.</summary>
    public void EmitLoads()
    {
        _writer.Comment($"Rows of sums, for the {(mean.Mode == GlobalPoolMode.Average ? "mean" : "sum")} of every channel.");
        _writer.Line(_rows.Declaration);
        if (_shares.Slices > 1)
            _writer.Line($"int vectorOfRows = thread % {_shares.Across}, sliceOfRows = thread / {_shares.Across};");
        else if (!IsLoop) _writer.Line("int vectorOfRows = thread;");
        if (IsKept) shareEmitter.EmitKept(_shares, Slice, Kept, Load);
    }

    public void EmitMean()
    {
        _writer.Comment($"The {(mean.Mode == GlobalPoolMode.Average ? "mean" : "sum")} of every channel.");
        if (IsLoop) _writer.Open(
            $"for (int vectorOfRows = thread; vectorOfRows < {_shares.Across}; vectorOfRows += {plan.Threads})");
        else shareEmitter.OpenForThreads(_shares);
        _writer.Line("Float4 sumOfRows = new Float4();");
        if (IsKept)
            for (int i = 0; i < _shares.MostRows; i++) _writer.Line(Add(Kept(i), "").Replace("{0}", "sumOfRows"));
        else shareEmitter.EmitRows(_shares, Slice, "row", "sumOfRows", (name, row) => $"Float4 {name} = {Load(row)};", Add);
        if (_shares.Slices == 1) EmitStores("sumOfRows", "vectorOfRows");
        else _writer.Line("meanSums[thread] = sumOfRows;");
        if (IsLoop) _writer.Close();
        else shareEmitter.CloseForThreads(_shares);
        if (_shares.Slices > 1)
        {
            string ofSlices = shareEmitter.EmitFirstSums("meanSums", _shares);
            _writer.Open($"if (thread < {_shares.Across})");
            shareEmitter.EmitTotal(ofSlices, _shares);
            EmitStores("total", "thread");
            _writer.Close();
        }
        _writer.Line("Group.Barrier();");
    }

    private void EmitStores(string total, string vector)
    {
        string divided = mean.Mode == GlobalPoolMode.Average ? $" / {CodeWriter.Float(mean.Pixels)}" : "";
        for (int c = 0; c < 4; c++)
            _writer.Line($"mean[{GpuValue.Sum($"4 * {vector}", c == 0 ? "" : CodeWriter.Number(c))}] = {total}.{"XYZW"[c]}{divided};");
    }

    private static string Kept(int i) => "row_" + i;

    private string Load(string row) => _rows.At(GpuValue.Sum(GpuValue.Times("sample", mean.Rows), row), "vectorOfRows");

    private static string Add(string name, string row) => GpuShareEmitter.Each(c => $"{{0}}.{c} += {name}.{c};");
}
