namespace Fusion.Tests.Weights;

/// <summary>A stream as from a network: no length, no position, a few bytes at a time.</summary>
internal sealed class ForwardOnlyStream(byte[] content, int atOnce) : Stream
{
    private int _position;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int length = Math.Min(Math.Min(count, atOnce), content.Length - _position);
        Array.Copy(content, _position, buffer, offset, length);
        _position += length;
        return length;
    }

    public override void Flush() => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
